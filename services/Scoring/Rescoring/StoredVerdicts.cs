using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Scoring.Rescoring;

/// <summary>The stored verdicts of a run's own jury, asked of Judging.</summary>
internal sealed class StoredVerdicts(JudgingService.JudgingServiceClient judging, TimeProvider clock)
{
    // A juror's reply comes with each.
    private const int PageSize = 500;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Verdicts by instance, sorted by juror and repeat, of the answers on which the jury has decided. Of several attempts the last
    /// counts; jurors that were spared have none.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, IReadOnlyCollection<Verdict>>> ReadAsync(string run, PlannedBenchmark planned, string candidate, CancellationToken cancel)
    {
        var completion = new JuryCompletion(planned.Jury, candidate);
        var spoken = new Dictionary<string, Dictionary<(string Juror, int Repeat), RecordedVerdict>>(StringComparer.Ordinal);
        var request = new ListVerdictsRequest { Run = run, Benchmark = planned.Benchmark, Candidate = candidate, PageSize = PageSize };
        do
        {
            var page = await judging.ListVerdictsAsync(request, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            foreach (var recorded in page.Verdicts.Where(recorded => completion.Members.Contains(recorded.Verdict.Juror)))
            {
                if (!spoken.TryGetValue(recorded.InstanceId, out var verdicts)) spoken[recorded.InstanceId] = verdicts = [];
                var key = (recorded.Verdict.Juror, recorded.Verdict.Repeat);
                if (!verdicts.TryGetValue(key, out var known) || known.Attempt < recorded.Attempt) verdicts[key] = recorded;
            }
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        var last = spoken.ToDictionary(
            instance => instance.Key,
            instance => (IReadOnlyCollection<Verdict>)
            [
                .. instance.Value.Values.Select(recorded => recorded.Verdict).OrderBy(verdict => verdict.Juror, StringComparer.Ordinal).ThenBy(verdict => verdict.Repeat),
            ],
            StringComparer.Ordinal);
        return last.Where(instance => completion.IsDecided(instance.Value)).ToDictionary(StringComparer.Ordinal);
    }
}
