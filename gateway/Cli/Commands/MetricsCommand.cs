using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Standings;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class MetricsCommand : GatewayCommand
{
    private readonly Argument<string?> name = new("NAME") { Description = "Only the metrics with this in their names, such as rouge", Arity = ArgumentArity.ZeroOrOne };

    public MetricsCommand(CommandHost host, GlobalOptions globals)
        : base("metrics", "List the metrics: range, direction, definition, citation, and why one gives no values here", host, globals) => Arguments.Add(name);

    public override IReadOnlyList<string> Examples => ["medhelm metrics", "medhelm metrics rouge", "medhelm metrics --json | jq -r '.metrics[].name'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Scoring.ListMetricsAsync(new(), gateway.Soon(cancellationToken));
        if (parse.GetValue(name) is { } part)
        {
            var others = reply.Metrics.Where(metric => !metric.Name.Contains(part, StringComparison.OrdinalIgnoreCase)).ToList();
            if (others.Count == reply.Metrics.Count) throw new CommandFailure(ExitCodes.BadUsage, $"no metric has '{part}' in its name", "'medhelm metrics' lists all of them.");
            foreach (var other in others) reply.Metrics.Remove(other);
        }
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(ListMetricsResponse reply)
    {
        var table = Listing.Table("Metric", "Range", "Better", "Needs", "What it is");
        foreach (var metric in reply.Metrics)
            table.Row(metric.Name, Range(metric), Better(metric.Direction), metric.NeedsVerdicts ? "jury" : "answer", About(metric));
        Host.Output.Write(table);
        foreach (var metric in reply.Metrics.Where(m => m.Unavailable.Length > 0))
            Host.Output.WriteLine($"{metric.Name} gives no values here: {metric.Unavailable}");
    }

    private static string Range(Metric metric) => string.Create(CultureInfo.InvariantCulture, $"{metric.RangeMin} to {metric.RangeMax}{(metric.Clipped ? ", cut" : "")}");

    private static string Better(Direction direction) => direction switch { Direction.HigherIsBetter => "higher", Direction.LowerIsBetter => "lower", _ => CellText.Absent };

    private static string About(Metric metric) => metric.Citation.Length == 0 ? metric.Definition : $"{metric.Definition} [{metric.Citation}]";
}
