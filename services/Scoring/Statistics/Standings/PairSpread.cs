namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>What is known of two models on the instances of a benchmark that both have.</summary>
/// <param name="Instances">Common instances.</param>
/// <param name="Discordant">Of these, where the values differ.</param>
/// <param name="FirstHigher">Of these, where the first is higher.</param>
/// <param name="Units">Independent units: clusters of the instances, or the instances.</param>
/// <param name="Binary">Every common value is 0 or 1.</param>
/// <param name="StandardError">
/// Of the mean difference, by the population formula over units; inside sub-runs where there are some (clusters: Miller 2024,
/// "Adding error bars to evals"). NaN below two units.
/// </param>
internal sealed record PairSpread(int Instances, int Discordant, int FirstHigher, int Units, bool Binary, double StandardError)
{
    internal static PairSpread Of(ColumnValues column, int first, int second)
    {
        var common = column.Common(first, second);
        var (one, two) = (column.Values[first], column.Values[second]);
        var sums = new double[column.GroupCount];
        var sizes = new int[column.GroupCount];
        var (discordant, higher, binary) = (0, 0, true);
        foreach (var i in common)
        {
            var (x, y) = (one![i], two![i]);
            sums[column.Groups[i]] += x - y;
            sizes[column.Groups[i]]++;
            if (x != y) discordant++;
            if (x > y) higher++;
            binary = binary && x is 0 or 1 && y is 0 or 1;
        }
        var groups = sizes.Count(size => size > 0);
        var residuals = new Dictionary<int, double>();
        foreach (var i in common)
        {
            var group = column.Groups[i];
            residuals[column.Units[i]] = residuals.GetValueOrDefault(column.Units[i]) + (one![i] - two![i] - sums[group] / sizes[group]) / sizes[group] / groups;
        }
        var error = residuals.Count < 2 ? double.NaN : Math.Sqrt(residuals.Values.Sum(r => r * r));
        return new(common.Length, discordant, higher, residuals.Count, binary, error);
    }
}
