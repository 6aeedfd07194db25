using System.Globalization;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Reporting.Comparisons;

/// <summary>Whether jury scores of two runs may stand beside each other, as Judging says.</summary>
internal sealed class JuryComparisons(BenchService.BenchServiceClient bench, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>One for each benchmark with a jury in both runs. Without any, nobody is asked.</summary>
    internal async Task<IReadOnlyList<JuryComparison>> OfAsync(RunPlan first, RunPlan second, CancellationToken cancel)
    {
        var rated = second.Benchmarks.Where(benchmark => benchmark.Jury is not null).Select(benchmark => benchmark.Benchmark).ToHashSet(StringComparer.Ordinal);
        if (!first.Benchmarks.Any(benchmark => benchmark.Jury is not null && rated.Contains(benchmark.Benchmark))) return [];
        try
        {
            var reply = await bench.CompareJuriesAsync(
                new CompareJuriesRequest { First = first.Run, Second = second.Run }, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            return reply.Benchmarks;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw Errors.Unavailable($"Whether the juries of {first.Run} and {second.Run} may be compared is known to Judging, which does not answer; try again shortly.");
        }
    }

    /// <exception cref="RpcException">FAILED_PRECONDITION where a benchmark was rated by juries that nothing bridges.</exception>
    internal static void Require(IReadOnlyList<JuryComparison> juries, string first, string second)
    {
        var blocked = juries.Where(jury => jury.Comparability == Comparability.Blocked).ToList();
        if (blocked.Count == 0) return;
        throw Errors.NotReady(
            "JURIES_DIFFER",
            $"{first} and {second} were rated by different juries, so their scores do not tell the models apart: {string.Join("; ", blocked.Select(Describe))}. "
                + $"Have the answers of {second} judged by the first one's jury (medhelm rejudge), link the versions of its jurors on anchors (medhelm bench link), "
                + "or set across_juries to see the scores beside each other all the same (medhelm compare --across-juries).");
    }

    private static string Describe(JuryComparison jury) =>
        $"{jury.Benchmark} ({string.Join(", ", jury.Differences)}; judging again would cost {(jury.HasRejudgeNanoUsd ? string.Create(CultureInfo.InvariantCulture, $"about {jury.RejudgeNanoUsd / 1e9:0.00##} dollars") : "what nobody can tell yet")})";
}
