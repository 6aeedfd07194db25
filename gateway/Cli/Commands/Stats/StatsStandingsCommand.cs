using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsStandingsCommand : GatewayCommand
{
    private readonly ScoreFile scores;
    private readonly Option<string?> drawn = DrawnOption.Option();
    private readonly Option<bool> benchmarkPairs = new("--benchmark-pairs") { Description = "Compare every pair on every benchmark too" };
    private readonly ConventionOptions conventions;
    private readonly ResamplingOptions resampling;

    public StatsStandingsCommand(CommandHost host, GlobalOptions globals)
        : base("standings", "Who leads in a file of scores and how sure that is: intervals, rank intervals, tie groups, corrected pairs", host, globals)
    {
        scores = new(this);
        Options.Add(drawn);
        Options.Add(benchmarkPairs);
        conventions = new(this);
        resampling = new(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats standings scores.csv",
        "medhelm stats standings scores.csv --drawn both --resamples 2000 --seed 7 --json",
        "",
        .. ScoreFile.Format,
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var table = scores.Read(parse);
        table.Conventions = conventions.Read(parse);
        var request = new EstimateStandingsRequest
        {
            Table = table,
            Resampling = resampling.Read(parse),
            Drawn = DrawnOption.Read(parse.GetValue(drawn)),
            WithoutBenchmarkPairs = !parse.GetValue(benchmarkPairs),
        };
        var reply = await gateway.Statistics.EstimateStandingsAsync(request, gateway.Soon(cancellationToken, seconds: 300));
        return Print(parse, reply, () => new StandingsPage(Host.Output).Draw(reply));
    }
}
