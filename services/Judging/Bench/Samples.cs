using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Judging.Bench;

/// <summary>Rubrics and samples as Evaluation has them now.</summary>
internal sealed class Samples(SampleSourceService.SampleSourceServiceClient evaluation, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public async Task<GetSampleResponse> FindAsync(string benchmark, string protocol, int instances, CancellationToken cancel) =>
        await evaluation.GetSampleAsync(
            new GetSampleRequest { Benchmark = benchmark, Protocol = protocol, Instances = instances },
            new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
}
