using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Runs;
using MedHelm.Judging.Storage;

namespace MedHelm.Judging.Judgements;

/// <summary>Both juries' scores side by side. Every statistic is Scoring's.</summary>
internal sealed class JudgementCells(
    VerdictStore verdicts, JuryScores scores, InstanceClusters clusters, EvaluationService.EvaluationServiceClient evaluation, ScoringService.ScoringServiceClient scoring,
    StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private CallOptions Call(CancellationToken cancel) => new(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);

    /// <summary>By benchmark in the order of the run, then candidate.</summary>
    public async Task<IReadOnlyList<JudgementCell>> OfAsync(StoredJudgement judgement, CancellationToken cancel)
    {
        var plan = (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = judgement.Run }, Call(cancel))).Plan;
        var ofJuries = (await scoring.ListMetricsAsync(new ListMetricsRequest(), Call(cancel))).Metrics
            .Where(metric => metric.NeedsVerdicts).Select(metric => metric.Name).ToHashSet(StringComparer.Ordinal);
        var cells = new List<JudgementCell>();
        foreach (var benchmark in plan.Benchmarks.Where(benchmark => judgement.Content.Juries.ContainsKey(benchmark.Benchmark)))
        {
            if (benchmark.Metrics.FirstOrDefault(ofJuries.Contains) is { } metric) cells.AddRange(await OfBenchmarkAsync(judgement, benchmark, metric, cancel));
        }
        return cells;
    }

    private async Task<List<JudgementCell>> OfBenchmarkAsync(StoredJudgement judgement, PlannedBenchmark benchmark, string metric, CancellationToken cancel)
    {
        var own = await ScoresAsync(judgement.Run, "", benchmark.Jury, benchmark.Benchmark, metric, cancel);
        var other = await ScoresAsync(judgement.Run, judgement.Name, judgement.Content.Juries[benchmark.Benchmark], benchmark.Benchmark, metric, cancel);
        var clusterOf = await clusters.OfAsync(benchmark, cancel);
        var cells = new List<JudgementCell>();
        foreach (var candidate in judgement.Content.Spec.Candidates)
        {
            var (ofOwn, ofOther) = (own.Of(candidate), other.Of(candidate));
            List<(string Instance, double Value)> both = [.. ofOther.Where(score => ofOwn.ContainsKey(score.Key)).Select(score => (score.Key, score.Value - ofOwn[score.Key]))];
            cells.Add(new JudgementCell
            {
                Benchmark = benchmark.Benchmark,
                Candidate = candidate,
                Own = await MeanAsync([.. ofOwn.Select(score => (score.Key, score.Value))], clusterOf, cancel),
                Other = await MeanAsync([.. ofOther.Select(score => (score.Key, score.Value))], clusterOf, cancel),
                Shift = await MeanAsync(both, clusterOf, cancel),
                Both = both.Count,
                Abstentions = other.Abstentions(candidate),
            });
        }
        // Compared with every model of the run: a rank among those judged again alone would say something else. Models that were not judged again have no other score.
        foreach (var cell in cells)
        {
            cell.OwnRank = own.Rank(cell.Candidate);
            cell.OtherRank = other.Rank(cell.Candidate);
        }
        return [.. cells.OrderBy(cell => cell.Candidate, StringComparer.Ordinal)];
    }

    private async Task<ScoredAnswers> ScoresAsync(string run, string judgement, Jury jury, string benchmark, string metric, CancellationToken cancel)
    {
        var last = await verdicts.LastAsync(run, judgement, benchmark, cancel);
        var byAnswer = last.GroupBy(verdict => (verdict.Candidate, verdict.InstanceId)).ToList();
        var found = await scores.OfAsync(jury, metric, [.. byAnswer.Select(group => (IReadOnlyCollection<Verdict>)[.. group.Select(verdict => verdict.Verdict)])], cancel);
        return new ScoredAnswers(
            byAnswer.Zip(found).Where(pair => pair.Second is not null).Select(pair => (pair.First.Key.Candidate, pair.First.Key.InstanceId, pair.Second!.Value)),
            last.Where(verdict => verdict.Verdict.OutcomeCase != Verdict.OutcomeOneofCase.Marks).Select(verdict => verdict.Candidate));
    }

    private async Task<Estimate> MeanAsync(List<(string Instance, double Value)> values, IReadOnlyDictionary<string, string> clusterOf, CancellationToken cancel)
    {
        if (values.Count == 0) return new Estimate { Remark = "no answer has a score" };
        var request = new EstimateMeanRequest { Values = { values.Select(value => value.Value) } };
        if (clusterOf.Count > 0) request.Clusters.Add(values.Select(value => InstanceClusters.Of(value.Instance, clusterOf)));
        return (await statistics.EstimateMeanAsync(request, Call(cancel))).Mean;
    }
}
