using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class RatingsListCommand(CommandHost host, GlobalOptions globals) : GatewayCommand("list", "List the sets of ratings", host, globals)
{
    public override IReadOnlyList<string> Examples => ["medhelm ratings list", "medhelm ratings list --json | jq '.ratingSets[].name'"];

    public static async Task<int> ListAsync(GatewayClient gateway, Func<ListRatingSetsResponse, int> show, CancellationToken cancellationToken) =>
        show(await gateway.Reviews.ListRatingSetsAsync(new ListRatingSetsRequest(), gateway.Soon(cancellationToken)));

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        ListAsync(gateway, listed => Print(parse, listed, () => new RatingSetTable(Host.Output).Draw(listed.RatingSets)), cancellationToken);
}
