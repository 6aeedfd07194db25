using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>What the instance says of the query wanted.</summary>
internal static class EhrSqlItem
{
    internal const string IsImpossible = "is_impossible";
    internal const string SlotValues = "value";

    /// <summary>Whether the database cannot answer the question; by the reference where the extra is missing.</summary>
    internal static bool CannotBeAnswered(References references) => references.Extra(IsImpossible) is { Length: > 0 } said
        ? said.Equals("true", StringComparison.OrdinalIgnoreCase)
        : references.AnyCorrect && Gold(references).Length == 0;

    /// <summary>The right query; empty when there is none.</summary>
    internal static string Gold(References references) =>
        references.CorrectTexts.FirstOrDefault()?.Trim() is { } text && !text.Equals("null", StringComparison.OrdinalIgnoreCase) ? text : "";

    /// <summary>Why the outcome of the right query cannot be compared with; null when it can.</summary>
    internal static Score? Unusable(string metric, QueryOutcome gold) => gold.Status switch
    {
        QueryStatus.NoSource or QueryStatus.Stopped => Scores.None(metric, UnscoredReason.ReferenceUnusable, gold.Detail),
        QueryStatus.Failed or QueryStatus.TooLarge => Scores.None(metric, UnscoredReason.ReferenceUnusable, "the gold query fails: " + gold.Detail),
        _ => null,
    };
}
