using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands;

internal sealed class RunCommand : GatewayCommand
{
    private readonly RunRequestOptions request = new();
    private readonly Option<string?> runId = new("--run-id") { Description = "Your id for the run (4 to 63 of a-z, 0-9, -); the same call again takes up the same run", HelpName = "ID" };
    private readonly Option<bool> resume = new("--resume") { Description = "Take up the newest unfinished run of the same selection, if there is one" };
    private readonly Option<bool> detach = new("--detach") { Description = "Start the run and return at once" };
    private readonly Option<bool> wait = new("--wait") { Description = $"When a budget pauses the run, wait until it is raised instead of ending with exit code {ExitCodes.Paused}" };
    private readonly Option<string?> outFile = LeaderboardOutput.OutOption();

    public RunCommand(CommandHost host, GlobalOptions globals)
        : base("run", "Run models on benchmarks, watch the progress and show the leaderboard", host, globals)
    {
        foreach (var option in request.All)
            Options.Add(option);
        Options.Add(runId);
        Options.Add(resume);
        Options.Add(detach);
        Options.Add(wait);
        Options.Add(outFile);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm run --suite quickstart",
        "medhelm run --suite my-suite.yaml --run-id nightly-7 --out board.json",
        "medhelm run --suite quickstart --model openai/gpt-4o-2024-08-06     the suite's benchmarks, another model",
        "medhelm run --suite my-suite.yaml --project icu --budget 5.00      pauses at five dollars; 'medhelm budget set' lets it go on",
        "medhelm run --suite my-suite.yaml --batch --batch-patience 12h     through batch APIs, at batch price",
        "medhelm run --suite my-suite.yaml --protocol medhelm                as HELM runs them, accidents included",
        "medhelm run --suite my-suite.yaml --jury careful                   other rules for the jury; 'medhelm juries' lists them",
        "medhelm run --model baseline/first-option --benchmark med_qa:sample:20 --benchmark aci_bench:sample \\",
        "            --juror baseline/judge-f1 --detach",
        "",
        "A suite file:",
        "  id: my-suite",
        "  description: Two models on a hundred questions",
        "  deployments: [openai/gpt-4o-2024-08-06, baseline/first-option]",
        "  benchmarks:",
        "    - {id: med_qa, data: full, max_instances: 100}     data: full, sample or available; data_path: another folder",
        "  jurors: [openai/gpt-4o-2024-08-06]                   for open-ended benchmarks",
        "  protocol: corrected                                  or medhelm",
    ];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var spec = await request.SpecAsync(parse, gateway, cancellationToken);
        var (run, earlier) = await new RunStart(Host, gateway).TakeUpOrCreateAsync(spec, parse.GetValue(runId) ?? "", parse.GetValue(resume), cancellationToken);
        var selection = $"{Count(spec.Deployments.Count, "model")} x {Count(spec.Benchmarks.Count, "benchmark")}";
        Host.Tell(!earlier ? $"{run.Name}: {selection}" : $"{run.Name}: {selection}, resumed at {run.Progress?.Decided ?? 0} of {run.Progress?.Planned ?? 0}");
        return parse.GetValue(detach)
            ? Detach(parse, gateway, run)
            : await new RunFollower(Host, gateway, LeaderboardOutput.Of(Host, AsJson(parse), parse.GetValue(outFile)), leaveWhenPaused: !parse.GetValue(wait)).FollowAsync(run.Name, cancellationToken);
    }

    private int Detach(ParseResult parse, GatewayClient gateway, Run run)
    {
        Host.Tell($"The run goes on by itself. Watch it: {RunFollower.WatchAgain(gateway, run.Name)}");
        return Print(parse, run, () => Host.WriteData($"{run.Name}\n"));
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
