using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

internal sealed class BenchmarksCommand(CommandHost host, GlobalOptions globals)
    : GatewayCommand("benchmarks", "List what can be run: benchmarks by category, with tier, main metric and data", host, globals)
{
    public override IReadOnlyList<string> Examples => ["medhelm benchmarks", "medhelm benchmarks --json | jq '.benchmarks[] | {id, licence}'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.ListBenchmarksAsync(new(), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(ListBenchmarksResponse reply)
    {
        foreach (var category in reply.Benchmarks.GroupBy(b => b.Category, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Host.Output.WriteLine(category.Key);
            var table = Listing.Table("Benchmark", "Tier", "Main metric", "Data", "Name");
            foreach (var benchmark in category)
                table.Row(benchmark.Id, Tiers.Name(benchmark.DataTier), benchmark.Metrics.FirstOrDefault() ?? "", benchmark.FullDataPresent ? "sample, full" : "sample", benchmark.DisplayName);
            Host.Output.Write(table);
        }
        if (reply.Benchmarks.Any(b => !b.FullDataPresent))
            Host.Output.WriteLine("Where only the sample is there, the upstream files are missing from the installation's dataset folder.");
    }
}
