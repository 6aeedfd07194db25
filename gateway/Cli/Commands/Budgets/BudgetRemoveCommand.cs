using System.CommandLine;
using Grpc.Core;
using MedHelm.Cli.Connection;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Budgets;

internal sealed class BudgetRemoveCommand : GatewayCommand
{
    private readonly Argument<string> name = BudgetCommand.NameArgument();

    public BudgetRemoveCommand(CommandHost host, GlobalOptions globals)
        : base("remove", "Take a limit away; spending goes on being counted", host, globals)
    {
        Arguments.Add(name);
    }

    public override IReadOnlyList<string> Examples => ["medhelm budget remove projects/icu/monthly"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var budget = parse.GetRequiredValue(name);
        try
        {
            var reply = await gateway.Budgets.RemoveBudgetAsync(new() { Name = budget }, gateway.Soon(cancellationToken));
            return Print(parse, reply, () => Host.Output.WriteLine($"{budget} has no limit any more."));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            throw new CommandFailure(ExitCodes.BadUsage, $"budget {budget} has no limit", "'medhelm budget list' lists the budgets with a limit or spending.");
        }
    }
}
