using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Comparisons;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Judgements that a test says there are, and what others would cost.</summary>
internal sealed class BenchJudgements : IJudgementLookup, IRejudgementQuotes
{
    public HashSet<(string Run, string Benchmark, string JurySha256)> Made { get; } = [];

    public long? Price { get; set; }

    public Task<IReadOnlyList<string>> FindAsync(string run, string benchmark, string jurySha256, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(Made.Contains((run, benchmark, jurySha256)) ? ["judgements/again"] : []);

    public Task<long?> ExpectedNanoUsdAsync(string run, string benchmark, Jury jury, CancellationToken cancel) => Task.FromResult(Price);
}
