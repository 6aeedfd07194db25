using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Budgets;

/// <summary>Everything about budgets; by itself it lists them.</summary>
internal sealed class BudgetCommand : GatewayCommand
{
    public BudgetCommand(CommandHost host, GlobalOptions globals)
        : base("budget", "Show and set what runs, projects and the installation may spend", host, globals)
    {
        Add(new BudgetListCommand(host, globals));
        Add(new BudgetShowCommand(host, globals));
        Add(new BudgetSetCommand(host, globals));
        Add(new BudgetRemoveCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm budget list                                every budget with a limit or spending",
        "medhelm budget show runs/quick-1",
        "medhelm budget set runs/quick-1 10.00              raise it, and a run that it paused goes on by itself",
        "medhelm budget set projects/icu/monthly 200        anew on the first day of each month, UTC",
        "medhelm budget set installation 5000",
        "medhelm budget remove projects/icu/monthly         no limit; spending goes on being counted",
    ];

    /// <summary>The name of a budget, as every sub-command takes it.</summary>
    public static Argument<string> NameArgument() =>
        new("NAME") { Description = "runs/ID, judgements/ID, projects/NAME, projects/NAME/monthly, installation or installation/monthly" };

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        BudgetListCommand.ListAsync(gateway, listed => Print(parse, listed, () => new BudgetTable(Host.Output).Draw(listed.Budgets)), cancellationToken);
}
