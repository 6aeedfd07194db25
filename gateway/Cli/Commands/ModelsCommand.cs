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
        foreach (var warning in reply.Warnings)
            Host.Warn(warning);
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(ListDeploymentsResponse reply)
    {
        var table = Listing.Table("Model", "Kind", "Vendor", "Approved for", "$ per M in / out", "Ready");
        foreach (var deployment in reply.Deployments)
            table.Row(deployment.Id, Kind(deployment.Kind), deployment.Vendor, Approved(deployment), Prices(deployment.Prices), deployment.Problem.Length == 0 ? "yes" : "NO");
        Host.Output.Write(table);
        foreach (var deployment in reply.Deployments.Where(d => d.Problem.Length > 0))
            Host.Output.WriteLine($"{deployment.Id} cannot be called: {deployment.Problem}");
        foreach (var deployment in reply.Deployments)
            Host.Output.WriteLine($"{deployment.Id}: {About(deployment)}");
        foreach (var deployment in reply.Deployments.Where(d => d.Prices is { Version.Length: > 0 }))
            Host.Output.WriteLine($"{deployment.Id}: prices {deployment.Prices.Version}{Cached(deployment.Prices)}");
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

    private static string Cached(PriceList prices) =>
        prices.CachedInputUsdPerMillion == prices.InputUsdPerMillion
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", input from the provider's cache {prices.CachedInputUsdPerMillion:0.00##}");

    private static string About(Deployment deployment) =>
        deployment.Description.Length > 0 ? $"{deployment.DisplayName}: {deployment.Description}" : deployment.DisplayName;
}
