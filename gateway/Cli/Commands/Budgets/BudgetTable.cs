using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Budgets;

/// <summary>Budgets as people read them.</summary>
internal sealed class BudgetTable(IAnsiConsole console)
{
    public void Draw(IReadOnlyCollection<Budget> budgets)
    {
        if (budgets.Count == 0)
        {
            console.WriteLine("No budget has a limit, and nothing was spent. Set one: medhelm budget set installation/monthly 200");
            return;
        }
        var table = Listing.Table("Budget", "Limit", "Spent", "Reserved", "Left", "Month");
        foreach (var budget in budgets)
            table.Row(budget.Name, Limit(budget), NanoUsd.Format(budget.SpentNanoUsd), NanoUsd.Format(budget.ReservedNanoUsd), Left(budget), budget.Month);
        console.Write(table);
        foreach (var budget in budgets.Where(b => b.PresumedNanoUsd > 0))
            console.WriteLine($"{budget.Name}: {NanoUsd.Format(budget.PresumedNanoUsd)} of what is spent is presumed: calls whose end nobody saw, at their worst case.");
    }

    private static string Limit(Budget budget) => budget.HasLimitNanoUsd ? NanoUsd.Format(budget.LimitNanoUsd) : "none";

    private static string Left(Budget budget) =>
        !budget.HasLimitNanoUsd ? "" : (budget.LimitNanoUsd - budget.SpentNanoUsd - budget.ReservedNanoUsd) switch
        {
            < 0 and var over => $"over by {NanoUsd.Format(-over)}",
            var left => NanoUsd.Format(left),
        };
}
