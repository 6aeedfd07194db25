using System.CommandLine;
using Grpc.Core;
using MedHelm.Catalog.Definitions;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

internal sealed class BenchmarksShowCommand : GatewayCommand
{
    private readonly Argument<string> id = new("ID") { Description = "The benchmark, as 'medhelm benchmarks' lists it" };
    private readonly Option<string> protocol = new("--protocol")
    {
        Description = "The example is rendered under this protocol",
        HelpName = "corrected|medhelm",
        DefaultValueFactory = _ => Protocols.Corrected,
    };

    public BenchmarksShowCommand(CommandHost host, GlobalOptions globals)
        : base("show", "Show one benchmark: what it asks, its data and licence, what was repaired, a prompt as models get it", host, globals)
    {
        protocol.AcceptOnlyFromAmong([.. Protocols.All]);
        Arguments.Add(id);
        Options.Add(protocol);
    }

    public override IReadOnlyList<string> Examples =>
        ["medhelm benchmarks show med_qa", "medhelm benchmarks show medec --protocol medhelm     the prompt in HELM's layout"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new GetBenchmarkRequest { Benchmark = parse.GetRequiredValue(id), Protocol = parse.GetValue(protocol)! };
        var reply = await GetAsync(request, gateway, cancellationToken);
        if (AsJson(parse))
            return Print(parse, reply, () => { });
        var taxonomy = await gateway.Catalog.GetTaxonomyAsync(new(), gateway.Soon(cancellationToken));
        Host.WriteData(BenchmarkPage.Of(reply, request.Protocol, taxonomy));
        return ExitCodes.Completed;
    }

    private static async Task<GetBenchmarkResponse> GetAsync(GetBenchmarkRequest request, GatewayClient gateway, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.Catalog.GetBenchmarkAsync(request, gateway.Soon(cancellationToken, seconds: 120));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            throw new CommandFailure(ExitCodes.BadUsage, $"there is no benchmark '{request.Benchmark}'", "'medhelm benchmarks' lists them.");
        }
    }
}
