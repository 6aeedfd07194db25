namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Groups of models that cannot be told from the best of their group. From the top: the first model that is told from the best of the
/// group begins the next one.
/// </summary>
internal static class TieGroups
{
    /// <summary>The group of each model, from 1; in the order of <paramref name="byRank"/>.</summary>
    /// <param name="byRank">Models, best first.</param>
    /// <param name="differ">Whether the first model is shown to be better than the second.</param>
    internal static int[] Of(IReadOnlyList<int> byRank, Func<int, int, bool> differ)
    {
        var groups = new int[byRank.Count];
        var (group, best) = (0, -1);
        for (var place = 0; place < byRank.Count; place++)
        {
            if (place == 0 || differ(byRank[best], byRank[place]))
            {
                group++;
                best = place;
            }
            groups[place] = group;
        }
        return groups;
    }
}
