using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Comparison;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Standings;

/// <summary>Every pair of models on every benchmark, as one family.</summary>
internal sealed class ColumnPairs(
    ColumnValues[] columns, PairSpread[][] spreads, CellGrid grid, CellReplicates replicates, InstanceTests tests, ResamplingSettings settings, ParallelWork work)
{
    private readonly (int First, int Second)[] pairs = [.. Pairs.Of(grid.Models.Length)];

    internal IEnumerable<PairedComparison> Of()
    {
        var family = new PairedComparison[columns.Length * pairs.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var (column, differences) = (c, new PairReplicates(columns[c], c, replicates, pairs, settings, work));
            work.ForEach(pairs.Length, () => new double[settings.Resamples], (pair, buffer) => family[column * pairs.Length + pair] = Compare(column, pair, differences, buffer));
        }
        // Pairs without a common instance are nobody's question.
        (PairedComparison Comparison, PairSpread Spread, bool Lower)[] asked =
            [.. family.Select((comparison, i) => (comparison, spreads[i / pairs.Length][i % pairs.Length], grid.Scales[i / pairs.Length].LowerIsBetter)).Where(c => c.Item2.Instances > 0)];
        PairedComparison[] comparisons = [.. asked.Select(a => a.Comparison)];
        Findings.Correct(comparisons, settings.Level, i => asked[i].Spread.Units, i => asked[i].Lower);
        return comparisons;
    }

    private PairedComparison Compare(int column, int pair, PairReplicates differences, double[] buffer)
    {
        var ((first, second), spread) = (pairs[pair], spreads[column][pair]);
        var comparison = new PairedComparison
        {
            Name = columns[column].Column.Benchmark,
            First = grid.Models[first],
            Second = grid.Models[second],
            Pairs = spread.Instances,
            Discordant = spread.Discordant,
        };
        if (spread.Instances == 0) return comparison;
        var mcNemar = spread.Binary && columns[column] is { Clustered: false, GroupCount: 1 };
        comparison.Test = mcNemar ? PairedTest.Mcnemar : PairedTest.Permutation;
        comparison.P = mcNemar ? McNemar.P(spread.FirstHigher, spread.Discordant - spread.FirstHigher) : tests.ColumnP(column, pair);
        if (!double.IsNaN(spread.StandardError)) comparison.MinimalDetectable = DetectableDifference.Of(spread.StandardError, settings.Level);
        differences.Of(pair, buffer);
        comparison.Difference = Bootstrap.Percentile(tests.Flips[column].Observed[pair], buffer, settings, spread.Units);
        return comparison;
    }
}
