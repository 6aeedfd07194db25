using MedHelm.Contracts.Evaluation.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Judgements;

/// <summary>The juries of judgements. They never change, so each judgement is read about once.</summary>
internal sealed class JudgementJuries(JudgementStore store) : IDisposable
{
    private const int MostJudgements = 50;
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MostJudgements });

    /// <exception cref="InvalidOperationException">There is no such judgement.</exception>
    public async Task<StoredJudgement> FindAsync(string judgement, CancellationToken cancel)
    {
        if (known.TryGetValue(judgement, out StoredJudgement? stored)) return stored!;
        stored = JudgementIds.Parse(judgement) is { } id ? await store.FindAsync(id, cancel) : null;
        if (stored is null) throw new InvalidOperationException($"There is no judgement '{judgement}', yet ratings for it arrived.");
        return known.Set(judgement, stored, new MemoryCacheEntryOptions { Size = 1 });
    }

    /// <summary>The benchmark of a run as planned, with the judgement's jury in the place of its own.</summary>
    /// <exception cref="InvalidOperationException">There is no such judgement, or it has no jury for the benchmark.</exception>
    public async Task<PlannedBenchmark> SeatAsync(string judgement, PlannedBenchmark planned, CancellationToken cancel)
    {
        if (!(await FindAsync(judgement, cancel)).Content.Juries.TryGetValue(planned.Benchmark, out var jury))
            throw new InvalidOperationException($"{judgement} has no jury for benchmark '{planned.Benchmark}', yet ratings for it arrived.");
        var seated = planned.Clone();
        seated.Jury = jury;
        return seated;
    }

    public void Dispose() => known.Dispose();
}
