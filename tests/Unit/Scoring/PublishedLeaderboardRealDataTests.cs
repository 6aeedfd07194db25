using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>The published table of MedHELM's nine models, against values computed independently of this code.</summary>
public sealed class PublishedLeaderboardRealDataTests
{
    // The expected values have six decimals.
    private const double LastDigit = 5.001e-7;

    private static readonly string[] AddedAfterThePaper = ["MedQA - EM", "MedMCQA - EM"];

    [RealDataTheory]
    [InlineData("37")]
    [InlineData("35")]
    public void Win_rates_macro_averages_and_deviations_are_those_expected(string set)
    {
        var expected = JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("paper", "expected-values.json"))).RootElement.GetProperty("leaderboard").GetProperty(set);
        var table = Table(set == "37" ? [] : AddedAfterThePaper);
        Assert.Equal(set, table.Columns.Count.ToString(CultureInfo.InvariantCulture));

        var standings = TableAggregates.Of(table);

        Assert.Equal(9, standings.Models.Count);
        foreach (var model in standings.Models)
        {
            var row = expected.GetProperty(model.Model);
            Assert.Equal(row.GetProperty("win_rate_half").GetDouble(), model.WinRate, LastDigit);
            Assert.Equal(row.GetProperty("macro").GetDouble(), model.MacroAverage, LastDigit);
            Assert.Equal(row.GetProperty("macro_sd_sample").GetDouble(), model.MacroSd, LastDigit);
        }
        Assert.Equal(standings.Models.Select(m => m.WinRate).OrderDescending(), standings.Models.Select(m => m.WinRate));
    }

    private static AggregateRequest Table(string[] without)
    {
        string[][] rows = [.. File.ReadLines(RealDataFolder.File("paper", "leaderboard.csv")).Select(line => line.TrimStart('\ufeff').Split(','))];
        var table = new AggregateRequest();
        // Model and the published win rate come first.
        for (var c = 2; c < rows[0].Length; c++)
        {
            var name = rows[0][c].Trim();
            if (without.Contains(name)) continue;
            var jury = name.EndsWith("Jury Score", StringComparison.Ordinal);
            table.Columns.Add(new AggregateColumn
            {
                Benchmark = name,
                Direction = Direction.HigherIsBetter,
                RangeMin = jury ? 1 : 0,
                RangeMax = jury ? 5 : 1,
                Models = { rows.Skip(1).Select(row => new AggregateValues { Model = row[0], Values = { double.Parse(row[c], CultureInfo.InvariantCulture) } }) },
            });
        }
        return table;
    }
}
