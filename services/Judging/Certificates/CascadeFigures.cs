using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Juries;

namespace MedHelm.Judging.Certificates;

/// <summary>What a cascade saved in a run, and what it changed.</summary>
internal sealed class CascadeFigures(JuryScores scores, StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The figures; null without a cascade, or without an answer that it was asked about.</summary>
    public async Task<MeasureEscalationResponse?> MeasureAsync(PlannedBenchmark benchmark, JudgedRun judged, CancellationToken cancel)
    {
        var jury = benchmark.Jury;
        if (jury.Escalation is not { First: > 0 } escalation) return null;
        // Of answers that nobody was asked about a cascade saves nothing.
        var asked = judged.Answers
            .Select(answer => (Answer: answer, Panel: PanelSeats.Of(jury, answer.Judged.Candidate).Select(juror => juror.Name).ToList(), Calls: answer.Verdicts.Where(WasAsked).ToList()))
            .Where(entry => entry.Calls.Count > 0 && entry.Panel.Count > escalation.First)
            .Select(entry => (entry.Answer, entry.Panel, entry.Calls, First: entry.Calls.Where(verdict => entry.Panel.Take(escalation.First).Contains(verdict.Juror, StringComparer.Ordinal)).ToList()))
            .ToList();
        if (asked.Count == 0) return null;
        var first = await scores.OfAsync(jury, benchmark.Metrics[0], [.. asked.Select(entry => entry.First)], cancel);
        var repeats = Math.Max(1, jury.Repeats);
        var request = new MeasureEscalationRequest
        {
            FullCalls = asked.Sum(entry => (long)entry.Panel.Count * repeats),
            Calls = asked.Sum(entry => (long)entry.Answer.Calls),
            Resampling = JuryMeasurement.Live,
        };
        for (var i = 0; i < asked.Count; i++)
        {
            var (answer, panel, calls, firstCalls) = asked[i];
            var agreed = FirstStage.Agreed(jury, firstCalls);
            var everybody = panel.All(juror => calls.Exists(verdict => verdict.Juror == juror));
            var figures = new EscalatedAnswer { Agreed = agreed, Audited = agreed && everybody && Audit.Includes(jury, answer.InstanceId), Cluster = answer.Judged.Cluster };
            if (first[i] is { } early) figures.First = early;
            if (everybody && answer.Judged.HasJury) figures.Full = answer.Judged.Jury;
            request.Answers.Add(figures);
        }
        return await statistics.MeasureEscalationAsync(request, deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel);
    }

    private static bool WasAsked(Verdict verdict) => verdict.Abstention?.Reason is not (AbstentionReason.BlankAnswer or AbstentionReason.Recused or AbstentionReason.NoCriteria);
}
