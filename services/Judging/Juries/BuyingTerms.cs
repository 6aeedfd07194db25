using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Judgements;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Juries;

/// <summary>How answers of jurors are bought: as the answers they are about, or as the judgement says. A run's spec never changes, so it is fetched once.</summary>
internal sealed class BuyingTerms(EvaluationService.EvaluationServiceClient evaluation, JudgementJuries judgements, TimeProvider clock) : IDisposable
{
    private const int MostRuns = 500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsualPatience = TimeSpan.FromDays(1);
    private readonly MemoryCache specs = new(new MemoryCacheOptions { SizeLimit = MostRuns });

    /// <summary>The price class and, for a batch, the time after which the rest is asked live: the run's patience from now on, because a jury starts later than its candidates.</summary>
    public async Task<(PriceClass PriceClass, Timestamp? BatchDeadline)> FindAsync(CompletionBatch batch, CancellationToken cancel)
    {
        var terms = batch.Judgement.Length > 0
            ? ((await judgements.FindAsync(batch.Judgement, cancel)).Spec.PriceClass, Patience: UsualPatience)
            : await OfRunAsync(batch.Run, cancel);
        return (terms.PriceClass, terms.PriceClass == PriceClass.Batch ? Timestamp.FromDateTimeOffset(clock.GetUtcNow() + terms.Patience) : null);
    }

    public void Dispose() => specs.Dispose();

    private async Task<(PriceClass PriceClass, TimeSpan Patience)> OfRunAsync(string run, CancellationToken cancel) =>
        await specs.GetOrCreateAsync(run, async entry =>
        {
            entry.Size = 1;
            var reply = await evaluation.GetRunAsync(
                new GetRunRequest { Name = run }, new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
            return (reply.Run.Spec.PriceClass, Patience: reply.Run.Spec.BatchPatience?.ToTimeSpan() ?? UsualPatience);
        });
}
