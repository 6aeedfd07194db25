using System.CommandLine;
using MedHelm.Catalog.Definitions;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Suites;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands;

/// <summary>What to run, as options. Models, benchmarks and jurors given beside a suite take the place of the suite's.</summary>
internal sealed class RunRequestOptions
{
    private const string AdHoc = "ad hoc";

    private readonly Option<string?> suite = new("--suite") { Description = "A suite of the catalog, or a suite file of your own (.yaml)", HelpName = "NAME|FILE.yaml" };
    private readonly Option<string[]> models = new("--model") { Description = "Deployment to evaluate, as 'medhelm models' lists it; repeat for more", HelpName = "ID", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> benchmarks = new("--benchmark") { Description = "Benchmark, as 'medhelm benchmarks' lists it; full data unless it says otherwise; repeat for more", HelpName = "ID[:sample|full|available][:MAX]", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> jurors = new("--juror") { Description = "Deployment that judges open-ended answers; repeat for more, MedHELM has three", HelpName = "ID", DefaultValueFactory = _ => [] };
    private readonly Option<string?> jury = new("--jury") { Description = "Jury of the open-ended benchmarks, as 'medhelm juries' lists it; jurors that are named sit in the place of its own", HelpName = "ID" };
    private readonly Option<int?> maxInstances = WholeNumber.Option("--max-instances", "At most this many instances of each benchmark; of each of its subsets where it has some");

    private readonly Option<string?> protocol = new("--protocol") { Description = "corrected mends what is known to be wrong in HELM's way (the default); medhelm reproduces HELM to the item", HelpName = "NAME" };

    private readonly RunMoneyOptions money = new();

    public RunRequestOptions() => protocol.AcceptOnlyFromAmong([.. Protocols.All]);

    public IEnumerable<Option> All => [suite, models, benchmarks, jurors, jury, maxInstances, protocol, .. money.All];

    public async Task<RunSpec> SpecAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var spec = await BaseAsync(parse, gateway, cancellationToken);
        Replace(spec.Deployments, parse.GetValue(models)!);
        Replace(spec.Benchmarks, [.. parse.GetValue(benchmarks)!.Select(BenchmarkArgument.Parse)]);
        Replace(spec.Jurors, parse.GetValue(jurors)!);
        if (parse.GetValue(jury) is { Length: > 0 } named)
            await JudgeAsync(spec, named, jurorsNamed: parse.GetValue(jurors)!.Length > 0, gateway, cancellationToken);
        if (parse.GetValue(maxInstances) is { } most)
            Limit(spec, most);
        if (parse.GetValue(protocol) is { } rules)
            spec.Protocol = rules;
        money.Apply(parse, spec);
        return spec;
    }

    private async Task<RunSpec> BaseAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        if (parse.GetValue(suite) is { Length: > 0 } name)
            return SuiteFile.LooksLikePath(name) ? SuiteFile.Read(name) : await FromCatalogAsync(name, gateway, cancellationToken);
        if (parse.GetValue(models)!.Length > 0 && parse.GetValue(benchmarks)!.Length > 0)
            return new() { Suite = AdHoc };
        throw new CommandFailure(
            ExitCodes.BadUsage,
            "nothing to run: name a suite, or at least one model and one benchmark",
            "  medhelm run --suite quickstart",
            "  medhelm run --model ID --benchmark ID [--juror ID]");
    }

    private static async Task<RunSpec> FromCatalogAsync(string name, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.ListSuitesAsync(new(), gateway.Soon(cancellationToken));
        return reply.Suites.FirstOrDefault(s => s.Id == name)?.Spec ?? throw new CommandFailure(
            ExitCodes.BadUsage,
            $"there is no suite '{name}'",
            reply.Suites.Count == 0 ? "The catalog has no suites." : $"There are: {string.Join(", ", reply.Suites.Select(s => s.Id))}",
            "A file of your own ends in .yaml.");
    }

    // A jury with jurors of its own comes with them, unless some are named beside it: the suite's would sit in their place unasked.
    private static async Task JudgeAsync(RunSpec spec, string jury, bool jurorsNamed, GatewayClient gateway, CancellationToken cancellationToken)
    {
        spec.Jury = jury;
        foreach (var benchmark in spec.Benchmarks)
            benchmark.Jury = "";
        if (jurorsNamed || spec.Jurors.Count == 0)
            return;
        var reply = await gateway.Catalog.ListJuriesAsync(new(), gateway.Soon(cancellationToken));
        if (reply.Juries.FirstOrDefault(j => j.Id == jury) is { Jury.Jurors.Count: > 0 })
            spec.Jurors.Clear();
    }

    private static void Replace<T>(Google.Protobuf.Collections.RepeatedField<T> values, T[] given)
    {
        if (given.Length == 0)
            return;
        values.Clear();
        values.AddRange(given);
    }

    private static void Limit(RunSpec spec, int most)
    {
        foreach (var benchmark in spec.Benchmarks)
            benchmark.MaxInstances = benchmark.MaxInstances == 0 ? most : Math.Min(most, benchmark.MaxInstances);
    }
}
