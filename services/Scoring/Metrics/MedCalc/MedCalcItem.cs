namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>What the instance's extras say of the value wanted.</summary>
internal static class MedCalcItem
{
    internal const string Category = "category";
    internal const string LowerLimit = "lower_limit";
    internal const string UpperLimit = "upper_limit";

    internal static string CategoryOf(References references) => references.Extra(Category).ToLowerInvariant();
}
