using MedHelm.Cli.Standings;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>The aggregates of a table for people.</summary>
internal sealed class AggregatePage(IAnsiConsole output)
{
    public void Draw(AggregateResponse aggregates)
    {
        var table = Listing.Table("Model", "Win rate", "Win SD", "Macro-average", "SD", "Benchmarks", "Scored", "Not scored");
        foreach (var model in aggregates.Models)
        {
            table.Row(
                model.Model,
                EstimateText.Optional(model.HasWinRate, model.WinRate),
                EstimateText.Optional(model.HasWinSd, model.WinSd),
                EstimateText.Optional(model.HasMacroAverage, model.MacroAverage),
                EstimateText.Optional(model.HasMacroSd, model.MacroSd),
                EstimateText.Whole(model.Benchmarks),
                $"{EstimateText.Whole(model.Scored)}/{EstimateText.Whole(model.Planned)}",
                string.Join(", ", model.Unscored.Select(u => $"{EstimateText.Whole(u.Count)} {u.Reason}")));
        }
        output.WriteWhole(table);
        Groups("Category", aggregates, model => model.Categories);
        Groups("Subcategory", aggregates, model => model.Subcategories);
        Cells(aggregates);
        output.WriteLine($"Conventions: {ConventionOptions.Describe(aggregates.Conventions)}.");
    }

    private void Groups(string heading, AggregateResponse aggregates, Func<ModelAggregate, IEnumerable<GroupMean>> groups)
    {
        string[] names = [.. aggregates.Models.SelectMany(groups).Select(group => group.Name).Distinct(StringComparer.Ordinal)];
        if (names.Length == 0) return;
        var table = Listing.Table([heading, .. aggregates.Models.Select(m => m.Model)]);
        foreach (var name in names)
            table.Row([name, .. aggregates.Models.Select(model => groups(model).FirstOrDefault(g => g.Name == name) is { HasMean: true } group ? EstimateText.Number(group.Mean) : CellText.Absent)]);
        output.WriteWhole(table);
    }

    private void Cells(AggregateResponse aggregates)
    {
        var table = Listing.Table("Benchmark", "Model", "Mean", "0 to 1", "Scored");
        foreach (var cell in aggregates.Cells)
            table.Row(cell.Benchmark, cell.Model, EstimateText.Number(cell.Mean), EstimateText.Number(cell.Rescaled), $"{EstimateText.Whole(cell.Scored)}/{EstimateText.Whole(cell.Planned)}");
        output.WriteWhole(table);
    }
}
