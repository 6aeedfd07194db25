using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Runs;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Ratings;

/// <summary>
/// Checks that ratings which are said to be of a run's very answers can be: a label that meets no answer would count for nobody, and keep the labels of other runs from counting.
/// </summary>
internal sealed class RatedRun(PlannedRuns runs, InstanceTexts instances)
{
    /// <summary>Notes ratings of what the run does not have. Told by number, never by what stands in the table.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND without such a run, FAILED_PRECONDITION before it is planned.</exception>
    public async Task CheckAsync(string run, RatingTable table, Violations violations, CancellationToken cancel)
    {
        var plan = await runs.PlanAsync(run, cancel);
        var models = plan.Models.Select(model => model.Deployment).ToHashSet(StringComparer.Ordinal);
        Note(table.Rows.Where(row => !models.Contains(row.Candidate)), $"are of candidates that {run} does not have; name them by their deployments: {string.Join(", ", models)}.");
        foreach (var rows in table.Rows.GroupBy(row => row.Benchmark, StringComparer.Ordinal))
        {
            if (plan.Benchmarks.FirstOrDefault(planned => planned.Benchmark == rows.Key) is not { } benchmark)
            {
                Note(rows, $"are of a benchmark that {run} does not have; it has: {string.Join(", ", plan.Benchmarks.Select(planned => planned.Benchmark))}.");
                continue;
            }
            var unknown = await UnknownAsync(benchmark, [.. rows.Select(row => row.InstanceId).Distinct(StringComparer.Ordinal)], cancel);
            Note(rows.Where(row => unknown.Contains(row.InstanceId)), $"are of instances of '{benchmark.Benchmark}' that {run} does not have; name them as the run does.");
        }

        void Note(IEnumerable<RatingRow> rows, string what)
        {
            var count = rows.Count();
            if (count > 0) violations.Add("csv", string.Create(CultureInfo.InvariantCulture, $"{count} row(s) {what}"));
        }
    }

    private async Task<IReadOnlySet<string>> UnknownAsync(PlannedBenchmark benchmark, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var known = await instances.FindKnownAsync(benchmark.InstanceSet, ids, cancel);
        return ids.Where(id => !known.ContainsKey(id)).ToHashSet(StringComparer.Ordinal);
    }
}
