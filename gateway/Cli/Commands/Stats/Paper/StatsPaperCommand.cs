using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;

namespace MedHelm.Cli.Commands.Stats.Paper;

internal sealed class StatsPaperCommand : GatewayCommand
{
    private const string DataVariable = "MEDHELM_TEST_DATA";

    private readonly Argument<string?> folder = new("FOLDER") { Description = $"Folder of the published tables (else 'paper' in the folder that {DataVariable} names)", Arity = ArgumentArity.ZeroOrOne };
    private readonly ResamplingOptions resampling;

    public StatsPaperCommand(CommandHost host, GlobalOptions globals)
        : base("paper", "Compute MedHELM's published numbers from its published tables, by every convention, and say which of them follow", host, globals)
    {
        Arguments.Add(folder);
        resampling = new(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats paper data/paper",
        "medhelm stats paper data/paper --json | jq -r '.published[] | .name + \": \" + .verdict'",
        "",
        "The folder holds leaderboard.csv, costs.csv, token_utilization.csv and clinician_and_jury_ratings.csv as published with the paper;",
        "expected-values.json beside them may hold the rows of the printed table.",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var paper = PaperFolder.Read(Folder(parse));
        var answers = await new PaperQuestions(paper, gateway, resampling.Read(parse), Host.Warn).AskAsync(cancellationToken);
        Claim[] claims = [.. new TableClaims(paper, answers).All(), .. new AgreementClaims(answers).All(), .. new CostClaims(paper, answers).All()];
        if (AsJson(parse)) Host.WriteData(PlainJson.Of(PaperJson.Of(answers, claims)));
        else new PaperPage(Host.Output, paper, answers, claims).Draw();
        return ExitCodes.Completed;
    }

    private string Folder(ParseResult parse) => parse.GetValue(folder)
        ?? (Host.Variable(DataVariable) is { Length: > 0 } data ? Path.Combine(data, "paper") : null)
        ?? throw new CommandFailure(ExitCodes.BadUsage, "no folder is named", $"medhelm stats paper FOLDER, or {DataVariable} for the folder that has it as 'paper'");
}
