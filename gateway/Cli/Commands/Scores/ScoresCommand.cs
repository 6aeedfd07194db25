using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Scores;

internal sealed class ScoresCommand : GatewayCommand
{
    // Ten thousand resamples for every cell of a large run take their time.
    private const int Patience = 600;

    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Option<string?> benchmark = new("--benchmark") { Description = "Only this benchmark", HelpName = "ID" };
    private readonly Option<string?> model = new("--model") { Description = "Only this model", HelpName = "ID" };
    private readonly Option<string?> metric = new("--metric") { Description = "Only this metric", HelpName = "NAME" };
    private readonly Option<int?> resamples = WholeNumber.Option("--resamples", "Resamples of each interval, 100 to 1000000; default 10000");

    public ScoresCommand(CommandHost host, GlobalOptions globals)
        : base("scores", "Sum up the scores of a run by every metric, with intervals, coverage and counts of decisions", host, globals)
    {
        Arguments.Add(run);
        Options.Add(benchmark);
        Options.Add(model);
        Options.Add(metric);
        Options.Add(resamples);
    }

    public override IReadOnlyList<string> Examples => ["medhelm scores quick-1", "medhelm scores quick-1 --metric ehr_sql_answerability", "medhelm scores quick-1 --json | jq '.summaries[].mean.value'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var name = RunName.Full(parse.GetRequiredValue(run));
        var reply = await gateway.Scoring.SummariseScoresAsync(
            new()
            {
                Run = name,
                Benchmark = parse.GetValue(benchmark) ?? "",
                Candidate = parse.GetValue(model) ?? "",
                Metric = parse.GetValue(metric) ?? "",
                Resampling = new Resampling { Resamples = parse.GetValue(resamples) ?? 0 },
            },
            gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => new SummaryTable(Host.Output).Draw(name, reply));
    }
}
