using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class BenchAnchorsCommand : GatewayCommand
{
    private readonly Argument<string?> run = new("RUN") { Description = "Freeze answers of this run; without it, the sets there are", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> benchmark = new("BENCHMARK") { Description = "An open-ended benchmark of the run", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> id = new("--id") { Description = "Your id for the set (4 to 63 of a-z, 0-9, -)", HelpName = "ID" };
    private readonly Option<int?> anchors = WholeNumber.Option("--anchors", "How many answers; 150 where nothing is said");
    private readonly Option<int?> every = WholeNumber.Option("--every", "Hours between checks; where nothing is said, only when asked or when a model or rubric has changed");
    private readonly Option<double> rate = new("--false-alarms") { Description = "Probability that a juror that never changes is ever reported; 0.01 where nothing is said", HelpName = "SHARE" };
    private readonly Option<string?> project = new("--project") { Description = "Project that pays for checks; 'default' where nothing is said", HelpName = "NAME" };
    private readonly Option<ulong> seed = new("--seed") { Description = "Seed of the draw", HelpName = "N" };

    public BenchAnchorsCommand(CommandHost host, GlobalOptions globals)
        : base("anchors", "Freeze answers with their marks, to be judged again later, or list what is frozen", host, globals)
    {
        Arguments.Add(run);
        Arguments.Add(benchmark);
        foreach (var option in new Option[] { id, anchors, every, rate, project, seed }) Options.Add(option);
    }

    public override IReadOnlyList<string> Examples => ["medhelm bench anchors", "medhelm bench anchors quick-1 aci_bench --id aci-2026 --every 24"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        if (parse.GetValue(run) is not { } of)
        {
            var listed = await gateway.Bench.ListAnchorSetsAsync(new ListAnchorSetsRequest(), gateway.Soon(cancellationToken));
            return Print(parse, listed, () => BenchPage.Sets(Host.Output, listed.AnchorSets));
        }
        if (parse.GetValue(benchmark) is not { } on || parse.GetValue(id) is not { } named)
            throw new CommandFailure(ExitCodes.BadUsage, "a benchmark and an id are needed to freeze answers", "  medhelm bench anchors RUN BENCHMARK --id ID");
        var request = new CreateAnchorSetRequest
        {
            AnchorSetId = named,
            Run = RunName.Full(of),
            Benchmark = on,
            Anchors = parse.GetValue(anchors) ?? 0,
            CheckEveryHours = parse.GetValue(every) ?? 0,
            FalseAlarmRate = parse.GetValue(rate),
            Project = parse.GetValue(project) ?? "",
            Seed = parse.GetValue(seed),
        };
        var reply = await gateway.Bench.CreateAnchorSetAsync(request, gateway.Soon(cancellationToken, 120));
        return Print(parse, reply, () => BenchPage.Sets(Host.Output, [reply.AnchorSet]));
    }
}
