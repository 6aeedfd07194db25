using System.CommandLine;
using MedHelm.Catalog.Yaml;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;

namespace MedHelm.Cli.Commands.Benchmarks;

internal sealed class BenchmarksCheckCommand : GatewayCommand
{
    private readonly Argument<string[]> named = new("FILE|ID") { Description = "Definitions of your own (.yaml), or benchmarks of the catalog", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> all = new("--all") { Description = "Every benchmark of the catalog, one line each; fails when nothing can be scored" };
    private readonly Option<bool> withoutScoring = new("--without-scoring") { Description = "Look at definitions, data and prompts only" };
    private readonly CheckOptions options;

    public BenchmarksCheckCommand(CommandHost host, GlobalOptions globals)
        : base("check", "Check definitions and their data: what is wrong, what prompts look like, whether right answers score as right", host, globals)
    {
        options = new(host);
        Arguments.Add(named);
        foreach (var option in options.All.Prepend(withoutScoring).Prepend(all))
            Options.Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm benchmarks check my-catalog/benchmarks/my.yaml --prompts 3",
        "medhelm benchmarks check med_qa --data full --datasets /data --protocol corrected",
        "medhelm benchmarks check --all --catalog my-catalog      before a release; needs a running system for the scores",
        "medhelm benchmarks check --all --without-scoring --json",
        "",
        "Files are read here. Where a system answers at the address, the right answer of every instance is scored as if a model had",
        "given it and must get the best value, and a wrong answer must get less.",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var names = parse.GetValue(named)!;
        var everything = parse.GetValue(all);
        if (names.Length > 0 == everything)
            throw new CommandFailure(ExitCodes.BadUsage, "name benchmarks or files to check, or say --all", "  medhelm benchmarks check FILE.yaml", "  medhelm benchmarks check --all");
        try
        {
            var subjects = new CheckSubjects(options.CatalogFolder(parse)).Of(names, everything, options.ProtocolNames(parse)).ToList();
            return await CheckAsync(parse, gateway, subjects, everything, cancellationToken);
        }
        catch (CatalogException error)
        {
            if (AsJson(parse))
                Host.WriteData(PlainJson.Of(new { passed = false, problems = error.Problems }));
            throw new CommandFailure(
                ExitCodes.Failed,
                error.Problems.Count == 1 ? "the definitions have 1 problem" : $"the definitions have {error.Problems.Count} problems",
                [.. error.Problems.Select(p => $"  {p}")]);
        }
    }

    private async Task<int> CheckAsync(ParseResult parse, GatewayClient gateway, List<CheckSubject> subjects, bool everything, CancellationToken cancellationToken)
    {
        var scoring = !parse.GetValue(withoutScoring);
        var run = new BenchmarkCheckRun(gateway, options.Data(parse), options.Datasets(parse), everything ? 0 : options.Prompts(parse));
        var checks = new List<CheckSummary>();
        await foreach (var check in run.RunAsync(subjects, scoring, cancellationToken))
        {
            checks.Add(check);
            if (!AsJson(parse))
                Host.WriteData(everything ? CheckPage.LineOf(check) : CheckPage.Of(check));
        }
        // Of all benchmarks none may go unscored unnoticed; of one, the line below says it.
        var unscored = everything && scoring ? checks.Count(c => c.Scoring is { NotScored: not null }) : 0;
        var failed = checks.Count(c => !c.Passed);
        if (AsJson(parse))
            Host.WriteData(PlainJson.Of(new { passed = failed == 0 && unscored == 0, notScored = run.NoScoring, checks }));
        else if (everything)
            Host.WriteData($"{checks.DistinctBy(c => c.Benchmark).Count()} benchmarks, {checks.Count} checks: {checks.Count - failed} ok, {failed} failed{(unscored > 0 ? $", {unscored} not scored" : "")}\n");
        if (run.NoScoring is not null)
            Host.Tell($"not scored: {run.NoScoring}{(everything ? " Or say --without-scoring." : "")}");
        return failed == 0 && unscored == 0 ? ExitCodes.Completed : ExitCodes.Failed;
    }
}
