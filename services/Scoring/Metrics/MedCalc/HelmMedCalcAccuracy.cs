using System.Globalization;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>
/// HELM's MedCalc-Bench accuracy as coded: risk, severity and diagnosis by equality of text; "physical" and "dosage conversion" (a
/// category the data does not have) within the limits; dates within theirs; everything else, and whatever Python cannot parse, is 0.
/// </summary>
internal sealed partial class HelmMedCalcAccuracy : IAnswerMetric
{
    public Metric Description { get; } = Descriptions.Share(
        MetricNames.HelmMedCalcAccuracy,
        "MedCalc-Bench accuracy (as HELM)",
        "HELM's MedCalc-Bench accuracy to the item, defects included: risk, severity and diagnosis must equal the reference character by character; physical "
        + "values must be a bare number within the limits; dates must be written as in the data. Categories lab and dosage are not known to that code, so each such item "
        + "is 0, whatever the answer; an answer with a unit or a word is 0 as well. One difference is decided: a failed completion, which HELM scores as an empty answer, is unscored here.",
        Citations.MedHelm + "medcalc_bench_metrics.py");

    public Score Rate(Answer answer)
    {
        if (answer.References.Texts.Count == 0) return Scores.None(MetricNames.HelmMedCalcAccuracy, UnscoredReason.NoReference);
        var prediction = PythonText.Strip(answer.Text);
        var reference = answer.References.Texts[0];
        var right = answer.References.Extra(MedCalcItem.Category) switch
        {
            "risk" or "severity" or "diagnosis" => prediction.Equals(reference, StringComparison.Ordinal),
            "date" when Duration(reference) is not null => Between(answer, prediction, Duration),
            "date" => Between(answer, prediction, text => PythonText.Date(text)?.DayNumber),
            "dosage conversion" or "physical" => Between(answer, prediction, PythonText.Float),
            _ => false,
        };
        return Scores.Of(MetricNames.HelmMedCalcAccuracy, right ? 1 : 0);
    }

    private static bool Between(Answer answer, string prediction, Func<string, double?> parse) =>
        parse(answer.References.Extra(MedCalcItem.LowerLimit)) is { } lower
        && parse(answer.References.Extra(MedCalcItem.UpperLimit)) is { } upper
        && parse(prediction) is { } value
        && lower <= value && value <= upper;

    private static double? Duration(string text) =>
        TupleShape().Match(text) is { Success: true } match
        && long.TryParse(match.Groups["weeks"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var weeks)
        && long.TryParse(match.Groups["days"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? weeks * 7.0 + days
            : null;

    [GeneratedRegex(@"\A\('(?<weeks>[0-9]+) weeks', '(?<days>[0-9]+) days'\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TupleShape();
}
