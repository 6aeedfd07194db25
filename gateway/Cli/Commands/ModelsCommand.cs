using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Inference.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class ModelsCommand(CommandHost host, GlobalOptions globals)
    : GatewayCommand("models", "List the model deployments that runs can name, as candidates or as jurors", host, globals)
{
    public override IReadOnlyList<string> Examples => ["medhelm models", "medhelm models --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Inference.ListDeploymentsAsync(new(), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(ListDeploymentsResponse reply)
    {
        var table = Listing.Table("Model", "Kind", "Approved for", "$ per M in / out");
        foreach (var deployment in reply.Deployments)
            table.Row(deployment.Id, Kind(deployment.Kind), Approved(deployment), Prices(deployment.Prices));
        Host.Output.Write(table);
        foreach (var deployment in reply.Deployments)
            Host.Output.WriteLine($"{deployment.Id}: {About(deployment)}");
    }

    private static string Kind(DeploymentKind kind) => kind switch
    {
        DeploymentKind.Model => "model",
        DeploymentKind.Replay => "replay",
        DeploymentKind.Baseline => "baseline",
        _ => "unknown",
    };

    private static string Approved(Deployment deployment) => deployment.ApprovedTiers.Count switch
    {
        0 => "nothing",
        3 => "all data",
        _ => string.Join(", ", deployment.ApprovedTiers.Select(Tiers.Name)),
    };

    private static string Prices(PriceList? prices) =>
        prices is null or { InputUsdPerMillion: 0, OutputUsdPerMillion: 0 }
            ? "free"
            : string.Create(CultureInfo.InvariantCulture, $"{prices.InputUsdPerMillion:0.00##} / {prices.OutputUsdPerMillion:0.00##}");

    private static string About(Deployment deployment) =>
        deployment.Description.Length > 0 ? $"{deployment.DisplayName}: {deployment.Description}" : deployment.DisplayName;
}
