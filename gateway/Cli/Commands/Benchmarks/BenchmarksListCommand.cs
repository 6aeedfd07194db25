using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands.Benchmarks;

internal sealed class BenchmarksListCommand : GatewayCommand
{
    private readonly BenchmarkFilters filters = new();

    public BenchmarksListCommand(CommandHost host, GlobalOptions globals)
        : base("list", "List what can be run, by category; 'medhelm benchmarks' alone does the same", host, globals) => filters.AddTo(this);

    public override IReadOnlyList<string> Examples =>
        ["medhelm benchmarks list --category \"Clinical Decision Support\"", "medhelm benchmarks list --data absent --json"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.ListBenchmarksAsync(filters.Request(parse), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => new BenchmarkTable(Host.Output).Draw(reply));
    }
}
