using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>Standings with their uncertainty, for people.</summary>
internal sealed class StandingsPage(IAnsiConsole output)
{
    public void Draw(EstimateStandingsResponse standings)
    {
        var table = Listing.Table("Rank", "Tie group", "Model", "Win rate", "Macro-average", "Ranks first");
        foreach (var model in standings.Models)
        {
            table.Row(
                string.Create(CultureInfo.InvariantCulture, $"{model.Rank} [{model.RankLow}, {model.RankHigh}]"),
                EstimateText.Whole(model.TieGroup),
                model.Model,
                EstimateText.Of(model.WinRate),
                EstimateText.Of(model.MacroAverage),
                model.ProbabilityBest.ToString("P1", CultureInfo.InvariantCulture));
        }
        output.WriteWhole(table);
        if (standings.Pairs.Count > 0)
        {
            output.WriteLine("Pairs of models over all benchmarks, by macro-average:");
            output.WriteWhole(PairTable.OverBenchmarks(standings.Pairs));
        }
        if (standings.BenchmarkPairs.Count > 0)
        {
            output.WriteLine("Pairs on single benchmarks, another family:");
            output.WriteWhole(PairTable.Of(standings.BenchmarkPairs));
        }
        Powers(standings);
        if (standings.Pairs.Count > 0) output.WriteLine(PairTable.Legend);
        foreach (var remark in standings.Remarks) output.WriteLine(remark);
        output.WriteLine($"Rank: by win rate. Ranks first: share of the resamples. Models of one tie group cannot be told from the best of the group. Drawn: {DrawnOption.Name(standings.Drawn)}; {EstimateText.Settings(standings.Resampling)}");
    }

    private void Powers(EstimateStandingsResponse standings)
    {
        if (!standings.Benchmarks.Any(b => b.HasMinimalDetectable)) return;
        var table = Listing.Table("Benchmark", "Smallest difference it shows", "SD over pairs", "Pairs");
        foreach (var power in standings.Benchmarks)
            table.Row(power.Benchmark, EstimateText.Optional(power.HasMinimalDetectable, power.MinimalDetectable), EstimateText.Optional(power.HasSdOverPairs, power.SdOverPairs), EstimateText.Whole(power.Pairs));
        output.WriteWhole(table);
    }
}
