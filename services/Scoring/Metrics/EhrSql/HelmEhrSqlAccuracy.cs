using System.Text.RegularExpressions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>
/// HELM's ehr_sql_execution_accuracy as coded: queries run at the host's time; a gold query without rows is replaced by the values put
/// into the question, which no row equals.
/// </summary>
internal sealed partial class HelmEhrSqlAccuracy : IQueryMetric
{
    // What HELM has as reference of a question that cannot be answered. Executed, it fails.
    private const string NoQuery = "null";

    // NonBacktracking: linear in the text whatever a model writes, so no time limit is needed.
    private static readonly Regex Tagged = new(@"<\s*sql\s*>(?<sql>[\s\S]*?)</?\s*sql\s*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public Metric Description { get; } = Descriptions.Share(
        MetricNames.HelmEhrSqlAccuracy,
        "EHRSQL execution accuracy (as HELM)",
        "HELM's ehr_sql_execution_accuracy to the item, defects included: 1 when both queries give rows and the sets of rows are equal exactly, or when the gold query "
        + "gives none, there are no values to stand in for it, and the answer is empty; else 0. Where the gold query gives no row, the values put into the question stand in for it, "
        + "which no answer can equal. Queries see the real time, so questions about 'now' find nothing in records of the year 2105. Decided differently: queries run read-only, within 100 million steps of "
        + "SQLite and 10,000 rows, where HELM lets an answer change the database and run forever; and a failed completion, which HELM scores as an empty answer, is unscored here, as is an item whose query "
        + "the machine had to stop for time (30 seconds) or memory.",
        Citations.MedHelm + "ehr_sql_metrics.py");

    public IReadOnlyList<Query> Queries(Answer answer) => Gold(answer) is not { } gold
        ? []
        : [.. new[] { gold, Given(answer.Text) }.Where(sql => sql.Length > 0).Select(AtHostTime)];

    public Score Rate(Answer answer)
    {
        if (Gold(answer) is not { } gold) return Scores.None(MetricNames.HelmEhrSqlAccuracy, UnscoredReason.NoReference);
        if (gold.Length == 0) return Scores.Of(MetricNames.HelmEhrSqlAccuracy, 0, "no_gold_query");
        var right = answer.Outcomes[gold];
        if (right.Status is not (QueryStatus.Rows or QueryStatus.Failed) && EhrSqlItem.Unusable(MetricNames.HelmEhrSqlAccuracy, right) is { } unusable) return unusable;

        var given = Given(answer.Text) is { Length: > 0 } sql ? answer.Outcomes[sql] : null;
        var found = given?.Rows ?? [];
        if (right.Rows.Count > 0 && given is { Status: QueryStatus.Stopped }) return EhrSqlItem.Unusable(MetricNames.HelmEhrSqlAccuracy, given)!;
        if (right.Rows.Count > 0) return Scores.Of(MetricNames.HelmEhrSqlAccuracy, found.Count > 0 && RowSets.Same(found, right.Rows) ? 1 : 0);
        if (HasSlotValues(answer.References)) return Scores.Of(MetricNames.HelmEhrSqlAccuracy, 0, "slot_values");
        return Scores.Of(MetricNames.HelmEhrSqlAccuracy, found.Count == 0 && PythonText.Strip(answer.Text).Length == 0 ? 1 : 0, "no_gold_rows");
    }

    /// <summary>The query as it stands, whose outcome may change with the time.</summary>
    internal static Query AtHostTime(string sql) => new(sql, !Clock().IsMatch(sql));

    private static string? Gold(Answer answer) => answer.References.Texts.Count > 0 ? PythonText.Strip(answer.References.Texts[0])
        : EhrSqlItem.CannotBeAnswered(answer.References) ? NoQuery
        : null;

    /// <summary>What HELM executes of an answer.</summary>
    internal static string Given(string text)
    {
        text = PythonText.Strip(text);
        if (Tagged.Match(text) is { Success: true } tagged) text = PythonText.Strip(tagged.Groups["sql"].Value);
        return LabelLine().Replace(PythonText.Strip(text.Replace("`", "", StringComparison.Ordinal)), "");
    }

    /// <summary>The extra holds an object in JSON: empty or not is all that matters.</summary>
    private static bool HasSlotValues(References references) =>
        string.Concat(references.Extra(EhrSqlItem.SlotValues).Where(c => !char.IsWhiteSpace(c))) is not ("" or "{}" or "null");

    [GeneratedRegex("^sql\n", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"current_|\b(?:now|date|time|datetime|julianday|unixepoch|strftime|timediff|random|randomblob)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Clock();
}
