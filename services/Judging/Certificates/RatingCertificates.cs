using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Certificates;

/// <summary>Certificates of jury scores that came with imported ratings: an item is an answer, its scores are means over criteria, the clinicians' averaged over those who rated it.</summary>
internal sealed class RatingCertificates(RatingStore store, JuryMeasurement measurement, AnchoredScores anchored)
{
    public async Task<Certificate> MakeAsync(CertifyRatingsRequest request, CancellationToken cancel)
    {
        var set = ResourceNames.Parse(ResourceNames.RatingSets, request.Name) is null ? null : await store.FindAsync(request.Name, cancel);
        if (set is null) throw Errors.NotFound("rating_set", request.Name);
        var violations = new Violations();
        foreach (var unknown in request.Benchmarks.Where(benchmark => !set.AnswersByBenchmark.ContainsKey(benchmark)))
            violations.Add("benchmarks", $"must be benchmarks of the set ({string.Join(", ", set.AnswersByBenchmark.Keys.Order(StringComparer.Ordinal))}), was '{unknown}'");
        violations.ThrowIfAny();
        var answers = (await store.ReadAsync(set.Name, cancel))
            .Where(row => request.Benchmarks.Count == 0 || request.Benchmarks.Contains(row.Benchmark))
            .GroupBy(row => row.Answer)
            .Select(answer => Judgement(answer.Key, [.. answer]))
            .ToList();
        if (!answers.Exists(answer => answer.Judged.HasJury))
            throw Errors.NotReady("NO_JURY_SCORES", $"'{set.Name}' gives no jury's marks of these answers; import a table with columns such as 'llm_{set.Criteria.FirstOrDefault()}'.");
        var certificate = new Certificate
        {
            Subject = set.Name,
            Benchmarks = { answers.Select(answer => answer.Judged.Benchmark).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal) },
            Measures = await measurement.MeasureAsync([], answers, request.Resampling ?? JuryMeasurement.Live, cancel),
            Labels = { set.Name },
            LabelSource = LabelSource.SameAnswers,
            Scores = { (await anchored.OfAsync(answers, cancel)).Select(candidate => candidate.Score) },
            Final = true,
        };
        CertificateRules.Apply(certificate);
        return certificate;
    }

    private static LabelledJudgement Judgement((string Benchmark, string InstanceId, string Candidate) answer, List<Ratings.RatingRow> rows)
    {
        var judged = new JudgedAnswer
        {
            Item = $"{answer.Benchmark}|{answer.InstanceId}|{answer.Candidate}",
            Cluster = $"{answer.Benchmark}|{answer.InstanceId}",
            Candidate = answer.Candidate,
            Benchmark = answer.Benchmark,
        };
        var jury = rows.Where(row => row.Jury is not null).ToList();
        if (jury.Count > 0) judged.Jury = jury.Average(row => row.Jury!.Average());
        List<ClinicianRating> ratings = [.. rows.Select(row => new ClinicianRating { Rater = row.Rater, Value = row.Marks.Average() })];
        return new LabelledJudgement(judged, ratings, ratings.Average(rating => rating.Value), null);
    }
}
