namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>
/// Units that are drawn together, each with the sum and the number of its values in every lane; a lane is one model, or one model in one
/// sub-run. All models share what is drawn, which keeps them paired.
/// </summary>
internal sealed class UnitStratum
{
    private readonly double[] sums;
    private readonly double[]? counts;
    private readonly double[] all;
    private readonly double[] allCounts;

    /// <param name="units">How many units.</param>
    /// <param name="models">Model of each lane.</param>
    /// <param name="values">Of unit, lane and value: every value there is.</param>
    internal UnitStratum(int units, int[] models, IEnumerable<(int Unit, int Lane, double Value)> values)
    {
        Units = units;
        Models = models;
        Stride = LaneSums.Stride(models.Length);
        sums = new double[units * Stride];
        var numbers = new double[units * Stride];
        foreach (var (unit, lane, value) in values)
        {
            sums[unit * Stride + lane] += value;
            numbers[unit * Stride + lane]++;
        }
        if (!EachOnce(numbers)) counts = numbers;
        (all, allCounts) = (new double[models.Length], new double[models.Length]);
        for (var lane = 0; lane < models.Length; lane++)
        {
            for (var unit = 0; unit < units; unit++)
            {
                all[lane] += sums[unit * Stride + lane];
                allCounts[lane] += numbers[unit * Stride + lane];
            }
        }
    }

    internal int Units { get; }

    internal int[] Models { get; }

    internal int Stride { get; }

    /// <summary>Adds the mean of every lane that has a value among the drawn units to its model.</summary>
    /// <param name="drawn">Row offsets: unit times stride.</param>
    /// <param name="totals">Room of twice the stride.</param>
    /// <param name="means">Takes the sum of means, by model.</param>
    /// <param name="lanes">Takes the number of means, by model.</param>
    internal void AddMeans(ReadOnlySpan<int> drawn, Span<double> totals, Span<double> means, Span<int> lanes)
    {
        var added = totals[..Stride];
        var number = totals.Slice(Stride, Stride);
        LaneSums.OfDrawn(sums, drawn, added);
        if (counts is not null) LaneSums.OfDrawn(counts, drawn, number);
        for (var lane = 0; lane < Models.Length; lane++)
        {
            var n = counts is null ? drawn.Length : number[lane];
            if (n == 0) continue;
            means[Models[lane]] += added[lane] / n;
            lanes[Models[lane]]++;
        }
    }

    /// <summary>Adds the means of a model's lanes without one unit; -1 leaves none out.</summary>
    internal void AddMeanWithout(int unit, int model, ref double means, ref int lanes)
    {
        for (var lane = 0; lane < Models.Length; lane++)
        {
            if (Models[lane] != model) continue;
            var (sum, number) = (all[lane], allCounts[lane]);
            if (unit >= 0) (sum, number) = (sum - sums[unit * Stride + lane], number - (counts?[unit * Stride + lane] ?? 1));
            if (number == 0) continue;
            means += sum / number;
            lanes++;
        }
    }

    private bool EachOnce(double[] numbers)
    {
        for (var unit = 0; unit < Units; unit++)
            for (var lane = 0; lane < Models.Length; lane++)
                if (numbers[unit * Stride + lane] != 1) return false;
        return true;
    }
}
