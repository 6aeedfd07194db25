namespace MedHelm.Scoring.Metrics;

internal static class MetricNames
{
    internal const string ExactMatch = "exact_match";
    internal const string QuasiExactMatch = "quasi_exact_match";
    internal const string JuryScore = "jury_score";
}
