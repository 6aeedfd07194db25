using System.Globalization;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks of posted numbers that several calls share.</summary>
internal static class PostedNumbers
{
    /// <summary>Far beyond any score, and far enough below the largest double that powers and sums of such values stay finite.</summary>
    internal const double Largest = 1e12;

    internal static bool Usable(double value) => Math.Abs(value) <= Largest;

    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Notes the first value that is none; a wrong unit would make every value a violation.</summary>
    internal static void RequireUsable(IReadOnlyList<double> values, string field, Violations violations)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (Usable(values[i])) continue;
            violations.Add($"{field}[{i}]", $"must be a number from -{Text(Largest)} to {Text(Largest)}, was {Text(values[i])}");
            return;
        }
    }

    internal static void RequireBetween(double value, double low, double high, string field, Violations violations) =>
        violations.Require(value >= low && value <= high, field, $"must be {Text(low)} to {Text(high)}, was {Text(value)}");

    /// <summary>A confidence level, 0 meaning 0.95.</summary>
    internal static double Level(double posted, string field, Violations violations)
    {
        violations.Require(posted is 0 or (>= 0.5 and <= 0.9999), field, $"must be 0.5 to 0.9999, or 0 for 0.95, was {Text(posted)}");
        return posted == 0 ? 0.95 : posted;
    }

    internal static void RequireAsMany(int clusters, int values, string field, string of, Violations violations) =>
        violations.Require(clusters == 0 || clusters == values, field, string.Create(CultureInfo.InvariantCulture, $"must be as many as {of} ({values}) or none, were {clusters}"));

    /// <summary>A probability that something was drawn with; far from 0, so that no item outweighs all others together by rounding.</summary>
    internal static void RequireInclusion(double value, bool mayBeAbsent, string field, Violations violations) =>
        violations.Require(value is >= 1e-9 and <= 1 || (mayBeAbsent && value == 0), field, $"must be 1E-09 to 1{(mayBeAbsent ? ", or 0 for 1" : "")}, was {Text(value)}");
}
