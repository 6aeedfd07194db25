using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Runs;
using MedHelm.Judging.Storage;

namespace MedHelm.Judging.Certificates;

/// <summary>Gathers what juries said: verdicts that count, the scores they give, and what the bias of jurors depends on.</summary>
internal sealed class JudgedRuns(VerdictStore verdicts, JuryScores scores, AnswerWords words, InstanceClusters clusters)
{
    /// <summary>Every answer of the run to the benchmark that has a verdict of the benchmark's jury.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="benchmark">The benchmark, with the jury whose verdicts are wanted.</param>
    /// <param name="judgement">"judgements/{id}"; empty for the run's own jury.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<JudgedRun> ReadAsync(RunPlan plan, PlannedBenchmark benchmark, string judgement, CancellationToken cancel)
    {
        var jury = benchmark.Jury;
        var members = jury.Jurors.Concat(jury.Bench).DistinctBy(juror => juror.Name, StringComparer.Ordinal).ToList();
        var said = (await verdicts.LastAsync(plan.Run, judgement, benchmark.Benchmark, cancel))
            .GroupBy(verdict => (verdict.Candidate, verdict.InstanceId))
            .Select(answer => (answer.Key, Verdicts: answer.Select(verdict => WithoutWords(verdict.Verdict)).ToList(), Calls: answer.Where(WasAsked).Sum(verdict => verdict.Attempt + 1)))
            .ToList();
        if (said.Count == 0) return new JudgedRun(members, []);
        var ofJury = await scores.OfAsync(jury, benchmark.Metrics[0], [.. said.Select(answer => answer.Verdicts)], cancel);
        var ofJurors = await JurorMarksAsync(jury, benchmark.Metrics[0], members, [.. said.Select(answer => answer.Verdicts)], cancel);
        var lengths = await words.FindAsync(plan.Run, benchmark.Benchmark, cancel);
        var clusterOf = await clusters.OfAsync(benchmark, cancel);
        var models = plan.Models.ToDictionary(model => model.Deployment, StringComparer.Ordinal);
        return new JudgedRun(members,
        [
            .. said.Select((answer, i) =>
            {
                var model = models.GetValueOrDefault(answer.Key.Candidate);
                var judged = new JudgedAnswer
                {
                    Item = $"{benchmark.Benchmark}|{answer.Key.InstanceId}|{answer.Key.Candidate}",
                    // Candidates that answer the same instance are not independent, nor are answers about the same patient or note.
                    Cluster = InstanceClusters.Of(answer.Key.InstanceId, clusterOf),
                    Candidate = answer.Key.Candidate,
                    Model = model?.Model ?? "",
                    Vendor = model?.Vendor ?? "",
                    Words = lengths.GetValueOrDefault(answer.Key),
                    Benchmark = benchmark.Benchmark,
                    Jurors = { ofJurors[i].Select(mark => mark is { } value ? new Rating { Value = value } : new Rating()) },
                };
                if (ofJury[i] is { } score) judged.Jury = score;
                return new JudgedRunAnswer(answer.Key.InstanceId, judged, answer.Verdicts, answer.Calls);
            }),
        ]);
    }

    /// <summary>Sample standard deviation of the jurors' marks; 0 with fewer than two.</summary>
    public static double Spread(JudgedAnswer answer)
    {
        double[] marks = [.. answer.Jurors.Where(juror => juror.HasValue).Select(juror => juror.Value)];
        if (marks.Length < 2) return 0;
        var mean = marks.Average();
        return Math.Sqrt(marks.Sum(mark => (mark - mean) * (mark - mean)) / (marks.Length - 1));
    }

    // Means over criteria; where criteria carry points, what the metric makes of the juror's marks alone.
    private async Task<IReadOnlyList<double?[]>> JurorMarksAsync(Jury jury, string metric, List<Juror> members, List<List<Verdict>> answers, CancellationToken cancel)
    {
        var marks = answers.ConvertAll(_ => new double?[members.Count]);
        var alone = new List<(int Answer, int Member, IReadOnlyCollection<Verdict> Verdicts)>();
        for (var answer = 0; answer < answers.Count; answer++)
        {
            for (var member = 0; member < members.Count; member++)
            {
                var valid = answers[answer].Where(verdict => verdict.Juror == members[member].Name && verdict.Marks is { Marks_.Count: > 0 }).ToList();
                if (valid.Count > 0) alone.Add((answer, member, valid));
            }
        }
        if (jury.Rubric.InstanceCriteria.Length == 0 && jury.Rubric.Criteria.All(criterion => criterion.Points == 0))
        {
            foreach (var (answer, member, valid) in alone) marks[answer][member] = valid.Average(verdict => verdict.Marks.Marks_.Average(mark => mark.Score));
            return marks;
        }
        var rules = jury.Clone();
        (rules.MinValidVerdicts, rules.Aggregation) = (1, Aggregation.Mean);
        var values = await scores.OfAsync(rules, metric, [.. alone.Select(entry => entry.Verdicts)], cancel);
        for (var i = 0; i < alone.Count; i++) marks[alone[i].Answer][alone[i].Member] = values[i];
        return marks;
    }

    private static bool WasAsked(RecordedVerdict verdict) =>
        verdict.Verdict.Abstention?.Reason is not (AbstentionReason.BlankAnswer or AbstentionReason.Recused or AbstentionReason.NoCriteria);

    // Explanations decide nothing, and are most of the bytes.
    private static Verdict WithoutWords(Verdict verdict)
    {
        var bare = verdict.Clone();
        foreach (var mark in bare.Marks?.Marks_ ?? []) mark.Explanation = "";
        return bare;
    }
}
