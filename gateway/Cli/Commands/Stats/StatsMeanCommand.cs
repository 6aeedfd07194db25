using System.CommandLine;
using System.Text.Json.Nodes;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsMeanCommand : GatewayCommand
{
    private readonly ScoreFile scores;
    private readonly ResamplingOptions resampling;

    public StatsMeanCommand(CommandHost host, GlobalOptions globals)
        : base("mean", "The mean of every model on every benchmark of a file of scores, with its interval", host, globals)
    {
        scores = new(this);
        resampling = new(this, withT: true);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats mean scores.csv",
        "medhelm stats mean scores.csv --method bca --level 0.99",
        "medhelm stats mean scores.csv --method t",
        "",
        .. ScoreFile.Format,
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var settings = resampling.Read(parse);
        var means = new List<(string Benchmark, string Model, EstimateMeanResponse Reply)>();
        var table = scores.Read(parse);
        foreach (var column in table.Columns)
        {
            foreach (var model in column.Models.Where(m => m.Values.Count > 0))
            {
                var request = new EstimateMeanRequest { Values = { model.Values }, Resampling = settings };
                if (column.Clusters.Count > 0) request.Clusters.Add(model.Positions.Select(p => column.Clusters[p]));
                means.Add((column.Benchmark, model.Model, await gateway.Statistics.EstimateMeanAsync(request, gateway.Soon(cancellationToken))));
            }
        }
        if (means.Count == 0) throw new CommandFailure(ExitCodes.BadUsage, "the file has no score at all", "Every cell of its column 'score' is empty.");
        if (AsJson(parse)) Host.WriteData(PlainJson.Of(new JsonArray([.. means.Select(m => Json(m.Benchmark, m.Model, m.Reply))])));
        else Draw(means, table.Columns.Any(column => column.Models.Any(model => model.Subsets.Count > 0)));
        return ExitCodes.Completed;
    }

    private static JsonObject Json(string benchmark, string model, EstimateMeanResponse reply)
    {
        var json = ProtoJson.Node(reply);
        json.Insert(0, "benchmark", benchmark);
        json.Insert(1, "model", model);
        return json;
    }

    private void Draw(List<(string Benchmark, string Model, EstimateMeanResponse Reply)> means, bool subRuns)
    {
        var table = Listing.Table("Benchmark", "Model", "Mean", "SD", "Standard error", "Units", "Remark");
        foreach (var (benchmark, model, reply) in means)
            table.Row(benchmark, model, EstimateText.Of(reply.Mean), EstimateText.Optional(reply.HasSd, reply.Sd), EstimateText.Optional(reply.HasStandardError, reply.StandardError), EstimateText.Whole(reply.Mean.Units), reply.Mean.Remark);
        Host.Output.WriteWhole(table);
        Host.Output.WriteLine("Units: independent scores, or clusters of them.");
        if (subRuns) Host.Output.WriteLine("Every score weighs the same here, whatever its subset; stats aggregate and stats standings take the mean of the subsets' means.");
        Host.Output.WriteLine(EstimateText.Settings(means[0].Reply.Resampling));
    }
}
