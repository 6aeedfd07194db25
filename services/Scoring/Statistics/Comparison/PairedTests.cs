using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;

namespace MedHelm.Scoring.Statistics.Comparison;

/// <summary>Compares two models on the same instances: the mean difference, its interval, a paired test, and what the pairs could show.</summary>
internal static class PairedTests
{
    /// <summary>Everything but the correction for the other pairs.</summary>
    /// <param name="posted">Checked before.</param>
    /// <param name="test">Unspecified means McNemar where it applies, else permutation.</param>
    /// <param name="place">Which of the pairs it is; names its random streams.</param>
    /// <param name="settings">Resamples, seed, level and method.</param>
    /// <param name="work">Gives up between blocks.</param>
    internal static PairedComparison Compare(PairedScores posted, PairedTest test, int place, ResamplingSettings settings, ParallelWork work)
    {
        var column = new ColumnValues(Column(posted), ["first", "second"]);
        var spread = PairSpread.Of(column, 0, 1);
        if (test == PairedTest.Unspecified) test = spread.Binary && !column.Clustered ? PairedTest.Mcnemar : PairedTest.Permutation;
        var flips = new SignFlips(column);
        var difference = flips.Observed[0];
        var replicates = Replicates(column, place, settings, work);
        var comparison = new PairedComparison
        {
            Name = posted.Name,
            Test = test,
            Pairs = spread.Instances,
            Discordant = spread.Discordant,
            P = test switch
            {
                PairedTest.Mcnemar => McNemar.P(spread.FirstHigher, spread.Discordant - spread.FirstHigher),
                PairedTest.Bootstrap => Centred(replicates, difference, flips.Rounding[0]),
                _ => Permutation(flips, place, settings, work),
            },
        };
        comparison.Difference = spread.Units < 2 ? Estimates.WithoutInterval(difference, settings.Level, spread.Units, Estimates.NeedsTwoUnits)
            : settings.Method == IntervalMethod.Bca ? Bootstrap.Bca(difference, replicates, Differences(column).Jackknife(0), settings, spread.Units)
            : Bootstrap.Percentile(difference, replicates, settings, spread.Units);
        if (!double.IsNaN(spread.StandardError)) comparison.MinimalDetectable = DetectableDifference.Of(spread.StandardError, settings.Level);
        return comparison;
    }

    /// <summary>The share of resamples whose difference lies as far from the observed one as that from 0, with the observed one among them.</summary>
    private static double Centred(double[] replicates, double difference, double rounding) =>
        (1.0 + replicates.Count(r => Math.Abs(r - difference) >= Math.Abs(difference) * (1 - FlipTallies.Slack) - rounding)) / (1.0 + replicates.Length);

    private static double Permutation(SignFlips flips, int place, ResamplingSettings settings, ParallelWork work)
    {
        var tallies = new FlipTallies(flips.Observed, flips.Rounding);
        work.ForEach(settings.Resamples, () => new Workspace(flips.Units, flips.Stride, 1), (round, space) =>
        {
            var random = new RandomStream(settings.Seed, Purposes.PairedFlips(place), (ulong)round);
            flips.Flip(ref random, space, space.Cells);
            tallies.Count(space.Cells, space.Counts);
        }, space => tallies.Add(space.Counts));
        return tallies.P(0, settings.Resamples);
    }

    private static double[] Replicates(ColumnValues column, int place, ResamplingSettings settings, ParallelWork work)
    {
        var differences = Differences(column);
        var replicates = new double[settings.Resamples];
        work.ForEach(settings.Resamples, () => new Workspace(differences.MostUnits, differences.WidestRow, 1), (resample, space) =>
        {
            var random = new RandomStream(settings.Seed, Purposes.PairedDraws(place), (ulong)resample);
            differences.Draw(ref random, space, replicates.AsSpan(resample, 1));
        });
        return replicates;
    }

    private static ResampledColumn Differences(ColumnValues column)
    {
        var differences = new AggregateColumn { Clusters = { column.Column.Clusters } };
        differences.Models.Add(new AggregateValues { Model = "difference", Values = { column.Values[0]!.Zip(column.Values[1]!, (first, second) => first - second) } });
        return new ResampledColumn(new ColumnValues(differences, ["difference"]));
    }

    private static AggregateColumn Column(PairedScores posted)
    {
        var column = new AggregateColumn { Clusters = { posted.Clusters } };
        column.Models.Add(new AggregateValues { Model = "first", Values = { posted.First } });
        column.Models.Add(new AggregateValues { Model = "second", Values = { posted.Second } });
        return column;
    }
}
