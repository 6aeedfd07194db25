namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>The independent units that items belong to: clusters, such as patients, or the items themselves.</summary>
/// <param name="OfItem">Number of each item's unit.</param>
/// <param name="Count">How many units there are.</param>
internal sealed record Units(int[] OfItem, int Count)
{
    /// <summary>True where some unit has several items.</summary>
    internal bool HasClusters => Count < OfItem.Length;

    /// <summary>Units in the order in which they first occur.</summary>
    /// <param name="items">How many items there are.</param>
    /// <param name="clusters">Cluster of each item, empty where it is its own; or none at all.</param>
    internal static Units Of(int items, IReadOnlyList<string> clusters)
    {
        var units = new int[items];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = 0;
        for (var i = 0; i < items; i++)
        {
            if (clusters.Count == 0 || clusters[i].Length == 0) units[i] = count++;
            else if (numbers.TryGetValue(clusters[i], out var known)) units[i] = known;
            else numbers[clusters[i]] = units[i] = count++;
        }
        return new(units, count);
    }

    /// <summary>How many units have an item that counts.</summary>
    internal int Among(Func<int, bool> counts)
    {
        var seen = new bool[Count];
        for (var i = 0; i < OfItem.Length; i++)
            if (counts(i)) seen[OfItem[i]] = true;
        return seen.Count(s => s);
    }
}
