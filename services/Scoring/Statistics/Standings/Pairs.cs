namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>The pairs of models in order: 0 and 1, 0 and 2, ..., 1 and 2, ...</summary>
internal static class Pairs
{
    internal static int CountOf(int models) => models * (models - 1) / 2;

    /// <summary>The place of a pair in that order.</summary>
    internal static int IndexOf(int first, int second, int models) => first * (2 * models - first - 1) / 2 + second - first - 1;

    internal static IEnumerable<(int First, int Second)> Of(int models)
    {
        for (var first = 0; first < models; first++)
            for (var second = first + 1; second < models; second++) yield return (first, second);
    }
}
