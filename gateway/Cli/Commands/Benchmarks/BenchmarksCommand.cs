using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Everything about benchmarks; by itself it lists them.</summary>
internal sealed class BenchmarksCommand : GatewayCommand
{
    private readonly BenchmarkFilters filters = new();

    public BenchmarksCommand(CommandHost host, GlobalOptions globals)
        : base("benchmarks", "Show what can be run, check definitions and data, and add benchmarks of your own", host, globals)
    {
        filters.AddTo(this);
        Add(new BenchmarksListCommand(host, globals));
        Add(new BenchmarksShowCommand(host, globals));
        Add(new BenchmarksTaxonomyCommand(host, globals));
        Add(new BenchmarksCheckCommand(host, globals));
        Add(new BenchmarksImportCommand(host, globals));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm benchmarks                                       what can be run, by category",
        "medhelm benchmarks --tier public --data present",
        "medhelm benchmarks show med_qa                           one benchmark with a prompt as models get it",
        "medhelm benchmarks taxonomy                              which medical tasks are covered, and by what",
        "medhelm benchmarks check my-catalog/benchmarks/my.yaml   what is wrong with a definition or its data",
        "medhelm benchmarks import config.yaml --into my-catalog  a configurable benchmark of MedHELM",
        "medhelm benchmarks --json | jq '.benchmarks[] | {id, licence}'",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.ListBenchmarksAsync(filters.Request(parse), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => new BenchmarkTable(Host.Output).Draw(reply));
    }
}
