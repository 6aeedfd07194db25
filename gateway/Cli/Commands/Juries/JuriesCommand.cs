using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Juries;

/// <summary>Everything about jury definitions; by itself it lists them.</summary>
internal sealed class JuriesCommand : GatewayCommand
{
    public JuriesCommand(CommandHost host, GlobalOptions globals)
        : base("juries", "Show the juries that can rate open-ended answers, and import MedHELM's", host, globals)
    {
        Add(new JuriesShowCommand(host, globals));
        Add(new JuriesImportCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm juries                                           who may judge, and by which rules",
        "medhelm juries show medhelm",
        "medhelm juries import judges.yaml --id ours --catalog my-catalog",
        "medhelm run --suite my-suite.yaml --jury careful",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.ListJuriesAsync(new(), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(ListJuriesResponse reply)
    {
        var table = Listing.Table("Jury", "Version", "Jurors", "Bench", "Score", "Recusal", "Name");
        foreach (var jury in reply.Juries)
        {
            table.Row(
                jury.Id, jury.Version.ToString(CultureInfo.InvariantCulture),
                jury.Jury.Jurors.Count == 0 ? "the run's" : jury.Jury.Jurors.Count.ToString(CultureInfo.InvariantCulture),
                jury.Jury.Bench.Count.ToString(CultureInfo.InvariantCulture),
                JuryWords.Aggregation(jury.Jury.Aggregation), JuryWords.Recusal(jury.Jury.Recusal), jury.DisplayName);
        }
        Host.Output.Write(table);
        Host.Output.WriteLine("'medhelm juries show ID' has the rules. A run takes one by --jury ID; jurors named by --juror sit in the place of its own.");
    }
}
