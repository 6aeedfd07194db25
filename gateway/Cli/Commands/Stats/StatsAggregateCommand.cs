using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsAggregateCommand : GatewayCommand
{
    private readonly ScoreFile scores;
    private readonly ConventionOptions conventions;

    public StatsAggregateCommand(CommandHost host, GlobalOptions globals)
        : base("aggregate", "Means, macro-averages, win rates and category means of a file of scores", host, globals)
    {
        scores = new(this);
        conventions = new(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats aggregate scores.csv",
        "medhelm stats aggregate marks.csv --range 1..5 --win-rate strict",
        "medhelm stats aggregate scores.csv --missing worst --json",
        "",
        .. ScoreFile.Format,
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = scores.Read(parse);
        request.Conventions = conventions.Read(parse);
        var reply = await gateway.Scoring.AggregateAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => new AggregatePage(Host.Output).Draw(reply));
    }
}
