using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Scoring.Rescoring;

/// <summary>The stored verdicts of a run, asked of Judging.</summary>
internal sealed class StoredVerdicts(JudgingService.JudgingServiceClient judging, TimeProvider clock)
{
    // A juror's reply comes with each.
    private const int PageSize = 500;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Verdicts by instance, sorted by juror, of the answers on which every juror of the jury has spoken or abstained.</summary>
    internal async Task<IReadOnlyDictionary<string, IReadOnlyCollection<Verdict>>> ReadAsync(string run, PlannedBenchmark planned, string candidate, CancellationToken cancel)
    {
        var jurors = planned.Jury.Jurors.Select(juror => juror.Name).ToHashSet(StringComparer.Ordinal);
        var spoken = new Dictionary<string, List<Verdict>>(StringComparer.Ordinal);
        var request = new ListVerdictsRequest { Run = run, Benchmark = planned.Benchmark, Candidate = candidate, PageSize = PageSize };
        do
        {
            var page = await judging.ListVerdictsAsync(request, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            foreach (var recorded in page.Verdicts.Where(recorded => jurors.Contains(recorded.Verdict.Juror)))
            {
                if (!spoken.TryGetValue(recorded.InstanceId, out var verdicts)) spoken[recorded.InstanceId] = verdicts = [];
                verdicts.Add(recorded.Verdict);
            }
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return spoken.Where(instance => instance.Value.Count == jurors.Count).ToDictionary(
            instance => instance.Key,
            instance => (IReadOnlyCollection<Verdict>)[.. instance.Value.OrderBy(verdict => verdict.Juror, StringComparer.Ordinal)],
            StringComparer.Ordinal);
    }
}
