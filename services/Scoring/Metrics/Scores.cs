using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>Makes scores: a value, or the reason for having none.</summary>
internal static class Scores
{
    internal static Score Of(string metric, double value, string rule = "") =>
        new() { Metric = metric, Value = value, Rule = rule };

    /// <summary>A value made of decisions, with what was decided.</summary>
    internal static Score Counted(string metric, double value, Tally tally, string rule = "") =>
        new() { Metric = metric, Value = value, Rule = rule, Tally = tally };

    internal static Score None(string metric, UnscoredReason reason, string detail = "") =>
        new() { Metric = metric, Unscored = new Unscored { Reason = reason, Detail = detail } };
}
