using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Scores;

internal sealed class RescoreCommand : GatewayCommand
{
    private const int Patience = 4 * 3600;

    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Option<string[]> metrics = new("--metric") { Description = "Score by this metric; may be repeated", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> protocol = new("--protocol") { Description = "Score each benchmark by the metrics it has under this protocol, corrected or medhelm; the prompts stay those of the run", HelpName = "NAME" };
    private readonly Option<string[]> benchmarks = new("--benchmark") { Description = "Only this benchmark; may be repeated", HelpName = "ID", AllowMultipleArgumentsPerToken = true };

    public RescoreCommand(CommandHost host, GlobalOptions globals)
        : base("rescore", "Score the stored answers of a run by other metrics; no model is called and the leaderboard stays", host, globals)
    {
        Arguments.Add(run);
        Options.Add(metrics);
        Options.Add(protocol);
        Options.Add(benchmarks);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm rescore quick-1 --metric quasi_exact_match", "medhelm rescore quick-1 --protocol medhelm", "medhelm rescore quick-1 --protocol medhelm --json | jq .summary.mean.value",
    ];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new RescoreRunRequest
        {
            Run = RunName.Full(parse.GetRequiredValue(run)),
            Metrics = { parse.GetValue(metrics) ?? [] },
            Protocol = parse.GetValue(protocol) ?? "",
            Benchmarks = { parse.GetValue(benchmarks) ?? [] },
        };
        var parts = new List<RescoreRunResponse>();
        using var call = gateway.Scoring.RescoreRun(request, gateway.Soon(cancellationToken, Patience));
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            parts.Add(part);
            // One line a part, so that a reader need not wait for the end.
            if (AsJson(parse)) Host.WriteData(JsonFormatter.Default.Format(part) + "\n");
        }
        if (!AsJson(parse)) Draw(request, parts);
        return ExitCodes.Completed;
    }

    private void Draw(RescoreRunRequest request, List<RescoreRunResponse> parts)
    {
        new RescoringTable(Host.Output).Draw(parts);
        UnscoredLines.Write(Host.Output, parts.Select(part => part.Summary));
        var by = request.Protocol.Length > 0 ? $"the metrics of protocol {request.Protocol}, on the prompts and answers of the run" : "other metrics";
        Host.Output.WriteLine($"This is a re-scoring of {request.Run} by {by}. No model was called; the run's own scores and its leaderboard are as they were.");
        if (parts.Count > 0 && parts.Max(part => part.Missing) is > 0 and var most)
            Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Up to {most} answers of a benchmark are missing: no longer stored, or nobody may read them any more."));
        Host.Output.WriteLine($"Intervals and counts: medhelm scores {RunName.Short(request.Run)}");
    }
}
