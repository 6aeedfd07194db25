using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;

namespace MedHelm.Cli.Commands.Budgets;

internal sealed class BudgetSetCommand : GatewayCommand
{
    private readonly Argument<string> name = BudgetCommand.NameArgument();

    private readonly Argument<long> limit = new("USD")
    {
        Description = "Most that may be spent, in US dollars, such as 10.00; what is spent already counts",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (DollarAmount.Parse(text) is { } amount)
                return amount;
            argument.AddError($"USD must be an amount of US dollars such as 10.00, was '{text}'");
            return 0;
        },
    };

    public BudgetSetCommand(CommandHost host, GlobalOptions globals)
        : base("set", "Set or change a limit; what was spent before stays counted", host, globals)
    {
        Arguments.Add(name);
        Arguments.Add(limit);
    }

    public override IReadOnlyList<string> Examples => ["medhelm budget set runs/quick-1 10.00", "medhelm budget set projects/icu/monthly 200"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new Contracts.Inference.V1.SetBudgetRequest { Name = parse.GetRequiredValue(name), LimitNanoUsd = parse.GetValue(limit) };
        var reply = await gateway.Budgets.SetBudgetAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply.Budget, () => new BudgetTable(Host.Output).Draw([reply.Budget]));
    }
}
