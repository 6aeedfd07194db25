using Grpc.Core;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>Judging's bench as seen by Reporting.</summary>
internal sealed class FakeBench : BenchService.BenchServiceClient
{
    public JuryComparison Open { get; set; } = new() { Benchmark = "open", Comparability = Comparability.Same };

    public bool Down { get; set; }

    public int Calls { get; private set; }

    public override AsyncUnaryCall<CompareJuriesResponse> CompareJuriesAsync(CompareJuriesRequest request, CallOptions options)
    {
        Calls++;
        var answer = Down
            ? Task.FromException<CompareJuriesResponse>(new RpcException(new Status(StatusCode.Unavailable, "down")))
            : Task.FromResult(new CompareJuriesResponse { Benchmarks = { Open } });
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
