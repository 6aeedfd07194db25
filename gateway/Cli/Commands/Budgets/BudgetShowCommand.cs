using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Budgets;

internal sealed class BudgetShowCommand : GatewayCommand
{
    private readonly Argument<string> name = BudgetCommand.NameArgument();

    public BudgetShowCommand(CommandHost host, GlobalOptions globals)
        : base("show", "Show one budget: its limit, what is spent and what is reserved for calls under way", host, globals)
    {
        Arguments.Add(name);
    }

    public override IReadOnlyList<string> Examples => ["medhelm budget show runs/quick-1", "medhelm budget show installation/monthly --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Budgets.GetBudgetAsync(new() { Name = parse.GetRequiredValue(name) }, gateway.Soon(cancellationToken));
        return Print(parse, reply.Budget, () => new BudgetTable(Host.Output).Draw([reply.Budget]));
    }
}
