using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsRunCommand : GatewayCommand
{
    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Option<string?> drawn = DrawnOption.Option();
    private readonly Option<bool> benchmarkPairs = new("--benchmark-pairs") { Description = "Compare every pair on every benchmark too" };

    public StatsRunCommand(CommandHost host, GlobalOptions globals)
        : base("run", "Who leads in a run and how sure that is: intervals, rank intervals, tie groups, corrected pairs", host, globals)
    {
        Arguments.Add(run);
        Options.Add(drawn);
        Options.Add(benchmarkPairs);
    }

    public override IReadOnlyList<string> Examples => ["medhelm stats run quick-1", "medhelm stats run quick-1 --benchmark-pairs --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Reporting.GetStandingsAsync(
            new() { Run = RunName.Full(parse.GetRequiredValue(run)), Drawn = DrawnOption.Read(parse.GetValue(drawn)), WithoutBenchmarkPairs = !parse.GetValue(benchmarkPairs) },
            gateway.Soon(cancellationToken, seconds: 300));
        if (!reply.Final) Host.Warn("the run is under way: numbers still change");
        return Print(parse, reply.Standings, () => new StandingsPage(Host.Output).Draw(reply.Standings));
    }
}
