using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Juries;

/// <summary>How runs buy answers: ratings are bought as the answers they are about. A run's spec never changes, so it is fetched once.</summary>
internal sealed class BuyingTerms(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock) : IDisposable
{
    private const int MostRuns = 500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsualPatience = TimeSpan.FromDays(1);
    private readonly MemoryCache specs = new(new MemoryCacheOptions { SizeLimit = MostRuns });

    /// <summary>The price class and, for a batch, the time after which the rest is asked live: the run's patience from now on, because a jury starts later than its candidates.</summary>
    public async Task<(PriceClass PriceClass, Timestamp? BatchDeadline)> FindAsync(string run, CancellationToken cancel)
    {
        var terms = await specs.GetOrCreateAsync(run, async entry =>
        {
            entry.Size = 1;
            var reply = await evaluation.GetRunAsync(
                new GetRunRequest { Name = run }, new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
            return (reply.Run.Spec.PriceClass, Patience: reply.Run.Spec.BatchPatience?.ToTimeSpan() ?? UsualPatience);
        });
        return (terms.PriceClass, terms.PriceClass == PriceClass.Batch ? Timestamp.FromDateTimeOffset(clock.GetUtcNow() + terms.Patience) : null);
    }

    public void Dispose() => specs.Dispose();
}
