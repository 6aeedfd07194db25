using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Everything about imported ratings of clinicians; by itself it lists them.</summary>
internal sealed class RatingsCommand : GatewayCommand
{
    public RatingsCommand(CommandHost host, GlobalOptions globals)
        : base("ratings", "Import ratings of clinicians and certify a jury by them", host, globals)
    {
        Add(new RatingsImportCommand(host, globals));
        Add(new RatingsListCommand(host, globals));
        Add(new RatingsCertifyCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm ratings import ratings.csv --id clinic-2026 --description \"Two internists, October\"",
        "medhelm ratings list",
        "medhelm ratings certify clinic-2026 --benchmarks aci_bench,med_dialog",
    ];

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        RatingsListCommand.ListAsync(gateway, listed => Print(parse, listed, () => new RatingSetTable(Host.Output).Draw(listed.RatingSets)), cancellationToken);
}
