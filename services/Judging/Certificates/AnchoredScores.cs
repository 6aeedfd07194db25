using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>Candidates' scores as the jury gives them, and as clinicians' labels anchor them.</summary>
internal sealed class AnchoredScores(StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    /// <summary>Below ten labels the weight of the judge and the variance are estimated from next to nothing, and the interval promises more than it holds.</summary>
    public const int FewestLabels = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private DateTime Deadline => (clock.GetUtcNow() + Timeout).UtcDateTime;

    /// <summary>Each candidate on each benchmark, by benchmark and candidate. Answers without a jury score are left out.</summary>
    public async Task<IReadOnlyList<AnchoredCandidate>> OfAsync(IEnumerable<LabelledJudgement> answers, CancellationToken cancel)
    {
        var scores = new List<AnchoredCandidate>();
        var cells = answers.Where(answer => answer.Judged.HasJury).GroupBy(answer => (answer.Judged.Benchmark, answer.Judged.Candidate));
        foreach (var cell in cells.OrderBy(cell => cell.Key.Benchmark, StringComparer.Ordinal).ThenBy(cell => cell.Key.Candidate, StringComparer.Ordinal))
            scores.Add(await OfAsync(cell.Key.Benchmark, cell.Key.Candidate, [.. cell], cancel));
        return scores;
    }

    /// <summary>Labels still to be gathered until the widest anchored interval is half as wide as its labels alone make it; null when that cannot be told.</summary>
    public async Task<int?> LabelsToHalfAsync(IReadOnlyCollection<AnchoredCandidate> scores, CancellationToken cancel)
    {
        var widest = scores.Where(score => score.Anchoring is { Anchored.HasHigh: true, LabelsOnly.HasHigh: true, HasCorrelation: true }).MaxBy(score => Width(score.Anchoring!.Anchored));
        if (widest is null || widest.Answers < 2 || Width(widest.Anchoring!.LabelsOnly) <= 0) return null;
        var labels = await statistics.EstimateMeanAsync(new EstimateMeanRequest { Values = { widest.Labels }, Resampling = ByT }, deadline: Deadline, cancellationToken: cancel);
        if (!labels.HasSd || labels.Sd <= 0) return null;
        var plan = await statistics.PlanLabelsAsync(
            new PlanLabelsRequest
            {
                // A quarter of the width is half of the half-width.
                HalfWidth = Width(widest.Anchoring.LabelsOnly) / 4,
                Items = widest.Answers,
                SdOfLabels = labels.Sd,
                Correlation = widest.Anchoring.Correlation,
            },
            deadline: Deadline, cancellationToken: cancel);
        if (!plan.HasLabels) return null;
        // Items are drawn from the answers of every candidate, and only its share of them are its.
        var share = (double)widest.Answers / scores.Sum(score => score.Answers);
        return (int)Math.Ceiling(Math.Max(0, plan.Labels - widest.Labels.Count) / share);
    }

    private static Resampling ByT => new() { Method = IntervalMethod.T };

    private static IEnumerable<string> Clusters(IEnumerable<LabelledJudgement> answers) => answers.Select(answer => answer.Judged.Cluster);

    private static double Width(Estimate estimate) => estimate.High - estimate.Low;

    private async Task<AnchoredCandidate> OfAsync(string benchmark, string candidate, List<LabelledJudgement> answers, CancellationToken cancel)
    {
        // Without clusters that hold several answers, each answer is a unit of its own.
        var clustered = answers.DistinctBy(answer => answer.Judged.Cluster, StringComparer.Ordinal).Count() < answers.Count;
        var mean = new EstimateMeanRequest { Values = { answers.Select(answer => answer.Judged.Jury) }, Resampling = ByT };
        if (clustered) mean.Clusters.Add(Clusters(answers));
        var raw = await statistics.EstimateMeanAsync(mean, deadline: Deadline, cancellationToken: cancel);
        var labelled = answers.Where(answer => answer.Label is not null).ToList();
        var score = new AnchoredScore { Candidate = candidate, Benchmark = benchmark, Raw = raw.Mean, Labelled = labelled.Count };
        List<double> labels = [.. labelled.Select(answer => answer.Label!.Value)];
        if (labelled.Count < FewestLabels)
        {
            score.Anchored = new Estimate { Units = labelled.Count, Remark = $"Anchoring needs clinicians' labels on {FewestLabels} of the candidate's answers." };
            return new AnchoredCandidate(score, null, labels, answers.Count);
        }
        var unlabelled = answers.Where(answer => answer.Label is null).ToList();
        var request = new EstimateAnchoredRequest
        {
            JudgedLabelled = { labelled.Select(answer => answer.Judged.Jury) },
            Labels = { labels },
            JudgedUnlabelled = { unlabelled.Select(answer => answer.Judged.Jury) },
        };
        if (clustered)
        {
            request.LabelledClusters.Add(Clusters(labelled));
            request.UnlabelledClusters.Add(Clusters(unlabelled));
        }
        if (labelled.TrueForAll(answer => answer.Inclusion is not null)) request.Inclusion.Add(labelled.Select(answer => answer.Inclusion!.Value));
        var anchoring = await statistics.EstimateAnchoredAsync(request, deadline: Deadline, cancellationToken: cancel);
        score.Anchored = anchoring.Anchored;
        return new AnchoredCandidate(score, anchoring, labels, answers.Count);
    }
}
