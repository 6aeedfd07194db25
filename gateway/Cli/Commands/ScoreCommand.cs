using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class ScoreCommand : GatewayCommand
{
    private const int MostAtOnce = 1000;

    private readonly Argument<string> file = new("FILE") { Description = "Answers, as CSV or as JSON lines (.jsonl)" };
    private readonly Option<string[]> metrics = new("--metric") { Description = "Metrics, as 'medhelm metrics' lists them", HelpName = "NAME", Required = true, AllowMultipleArgumentsPerToken = true };

    public ScoreCommand(CommandHost host, GlobalOptions globals)
        : base("score", "Score answers in a file by metrics; needs no run and calls no model", host, globals)
    {
        Arguments.Add(file);
        Options.Add(metrics);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm score answers.csv --metric exact_match",
        "medhelm score answers.jsonl --metric exact_match quasi_exact_match --json",
        "",
        .. AnswerFile.Format,
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var answers = AnswerFile.Read(parse.GetRequiredValue(file));
        var reply = new ScoreAnswersResponse();
        foreach (var some in answers.Chunk(MostAtOnce))
        {
            var request = new ScoreAnswersRequest { Metrics = { parse.GetValue(metrics)! }, Adaptation = AnswerFile.AdaptationOf(answers), Answers = { some } };
            reply.Answers.Add((await gateway.Scoring.ScoreAnswersAsync(request, gateway.Soon(cancellationToken, seconds: 120))).Answers);
        }
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(ScoreAnswersResponse reply)
    {
        var table = Listing.Table(["Answer", .. reply.Answers[0].Scores.Select(score => score.Metric)]);
        foreach (var (place, answer) in reply.Answers.Index())
            table.Row([(place + 1).ToString(CultureInfo.InvariantCulture), .. answer.Scores.Select(Text)]);
        Host.Output.WriteWhole(table);
    }

    private static string Text(Score score) => score.OutcomeCase == Score.OutcomeOneofCase.Value
        ? score.Value.ToString("0.####", CultureInfo.InvariantCulture)
        : $"{score.Unscored.Reason}{(score.Unscored.Detail.Length > 0 ? $": {score.Unscored.Detail}" : "")}";
}
