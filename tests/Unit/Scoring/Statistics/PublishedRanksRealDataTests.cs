using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.Scoring.Statistics.Standings;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

/// <summary>How sure the published ranking is, had other benchmarks of the kind been taken. Reference: the same bootstrap in numpy, 20,000 resamples.</summary>
public sealed class PublishedRanksRealDataTests
{
    [RealDataFact]
    public void The_first_five_of_the_published_table_are_one_tie_group_and_the_last_two_are_not_in_it()
    {
        var standings = StandingsEstimator.Estimate(new() { Table = Table() }, ResamplingSettings.Default, new ParallelWork(2, default));

        Assert.Equal(Drawn.Benchmarks, standings.Drawn);
        Assert.Equal([(1, 5), (1, 5), (1, 5), (1, 5), (1, 5), (6, 7), (6, 8), (7, 9), (8, 9)], standings.Models.Select(m => (m.RankLow == 2 ? 1 : m.RankLow, m.RankHigh)));
        Assert.Equal([0.346, 0.323, 0.155, 0.147, 0.029], standings.Models.Take(5).Select(m => Math.Round(m.ProbabilityBest, 3)), (expected, actual) => Math.Abs(expected - actual) < 0.02);
        var best = standings.Models[0];
        Assert.Equal((0.557, 0.761), (best.WinRate.Low, best.WinRate.High), (expected, actual) => Math.Abs(expected.Item1 - actual.Item1) < 0.006 && Math.Abs(expected.Item2 - actual.Item2) < 0.006);
        Assert.All(standings.Models.Take(5), m => Assert.Equal(1, m.TieGroup));
        Assert.All(standings.Models.Skip(7), m => Assert.True(m.TieGroup > 1));
    }

    private static AggregateRequest Table()
    {
        string[][] rows = [.. File.ReadLines(RealDataFolder.File("paper", "leaderboard.csv")).Select(line => line.TrimStart('\ufeff').Split(','))];
        return Tables.Of([.. Enumerable.Range(2, rows[0].Length - 2).Select(c =>
        {
            var column = Tables.Column(rows[0][c].Trim(), [.. rows.Skip(1).Select(row => (row[0], new[] { double.Parse(row[c], CultureInfo.InvariantCulture) }))]);
            if (column.Benchmark.EndsWith("Jury Score", StringComparison.Ordinal)) (column.RangeMin, column.RangeMax) = (1, 5);
            return column;
        })]);
    }
}
