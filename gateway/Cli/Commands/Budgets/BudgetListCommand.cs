using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Budgets;

internal sealed class BudgetListCommand(CommandHost host, GlobalOptions globals)
    : GatewayCommand("list", "List the budgets that have a limit or spending", host, globals)
{
    private const int LargestPage = 1000;

    public override IReadOnlyList<string> Examples => ["medhelm budget list", "medhelm budget list --json | jq '.budgets[].name'"];

    /// <summary>Goes over all pages and hands out one message.</summary>
    public static async Task<int> ListAsync(GatewayClient gateway, Func<ListBudgetsResponse, int> print, CancellationToken cancellationToken)
    {
        var all = new ListBudgetsResponse();
        do
        {
            var page = await gateway.Budgets.ListBudgetsAsync(new() { PageSize = LargestPage, PageToken = all.NextPageToken }, gateway.Soon(cancellationToken));
            all.Budgets.AddRange(page.Budgets);
            all.NextPageToken = page.NextPageToken;
        }
        while (all.NextPageToken.Length > 0);
        return print(all);
    }

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        ListAsync(gateway, listed => Print(parse, listed, () => new BudgetTable(Host.Output).Draw(listed.Budgets)), cancellationToken);
}
