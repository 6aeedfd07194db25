using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Bench.Examination;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Certificates;

/// <summary>Certificates of jury scores. What was measured of a run that is over is kept until labels change; examinations and drift are looked up each time.</summary>
internal sealed class RunCertificates(
    JudgedRuns runs, LabelSources sources, JuryMeasurement measurement, AnchoredScores anchored, CascadeFigures cascade, AdmissionStore admissions, IDriftStates drifts) : IDisposable
{
    private const int MostKept = 500;
    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>The certificate of one benchmark.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="benchmark">The benchmark with the jury whose scores are meant.</param>
    /// <param name="judgement">"judgements/{id}"; empty for the run's own jury.</param>
    /// <param name="final">True when no verdict is to come any more.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Certificate> MakeAsync(RunPlan plan, PlannedBenchmark benchmark, string judgement, bool final, CancellationToken cancel)
    {
        var labels = await sources.FindAsync(plan.Run, benchmark, cancel);
        var key = (plan.Run, judgement, benchmark.Benchmark);
        if (!final || !kept.TryGetValue(key, out (string Stamp, Certificate Certificate) known) || known.Stamp != labels.Stamp)
        {
            known = (labels.Stamp, await MeasureAsync(plan, benchmark, judgement, labels, cancel));
            known.Certificate.Final = final;
            if (final) kept.Set(key, known, new MemoryCacheEntryOptions { Size = 1 });
        }
        var certificate = known.Certificate.Clone();
        var states = await drifts.FindAsync(benchmark.Jury, benchmark.Benchmark, cancel);
        foreach (var juror in certificate.Jurors)
        {
            juror.Drift = states.GetValueOrDefault(juror.Juror.Name);
            juror.Admission = await admissions.FindAsync(juror.Juror.Deployment, juror.Juror.Model, benchmark.Jury.Rubric.Sha256, cancel);
        }
        CertificateRules.Apply(certificate);
        return certificate;
    }

    public void Dispose() => kept.Dispose();

    private async Task<Certificate> MeasureAsync(RunPlan plan, PlannedBenchmark benchmark, string judgement, RunLabels labels, CancellationToken cancel)
    {
        var judged = await runs.ReadAsync(plan, benchmark, judgement, cancel);
        var jury = benchmark.Jury.Clone();
        jury.Panels.Clear();
        var certificate = new Certificate
        {
            Subject = judgement.Length > 0 ? judgement : plan.Run,
            Benchmarks = { benchmark.Benchmark },
            Jury = jury,
            Labels = { labels.Names },
            LabelSource = labels.Source,
            Jurors = { JurorsOf(benchmark.Jury, judged) },
        };
        List<LabelledJudgement> own =
        [
            .. judged.Answers.Select(answer => labels.Own.TryGetValue((answer.Judged.Candidate, answer.InstanceId), out var said)
                ? new LabelledJudgement(answer.Judged, said.Ratings, said.Label, said.Inclusion)
                : new LabelledJudgement(answer.Judged, [], null, null)),
        ];
        if (!own.Exists(answer => answer.Judged.HasJury)) return certificate;
        MeasuredJuror[] jurors = [.. judged.Jurors.Select(juror => new MeasuredJuror { Name = juror.Name, Model = juror.Model, Vendor = juror.Vendor })];
        certificate.Measures = await measurement.MeasureAsync(jurors, own, JuryMeasurement.Live, cancel);
        if (labels.Others.Count > 0)
            certificate.Measures = JuryMeasurement.Join(certificate.Measures, await measurement.MeasureAsync(jurors, labels.Others, JuryMeasurement.Live, cancel));
        if (jury.Escalation is not null) RemarkSelection(certificate.Measures);
        // Clinicians give marks on a scale and no points, so that nothing could anchor a score of points.
        if (jury.Rubric.InstanceCriteria.Length == 0 && jury.Rubric.Criteria.All(criterion => criterion.Points == 0))
            certificate.Scores.AddRange((await anchored.OfAsync(own, cancel)).Select(candidate => candidate.Score));
        certificate.Escalation = await cascade.MeasureAsync(benchmark, judged, cancel);
        return certificate;
    }

    private static void RemarkSelection(JuryMeasures measures)
    {
        foreach (var icc in measures.AmongJurors)
            foreach (var estimate in new[] { icc.ByF, icc.ByBootstrap })
                if (estimate is not null) estimate.Remark = $"Of answers that every juror rated only: those in the audit, and those on which the first jurors disagreed. {estimate.Remark}".TrimEnd();
    }

    // Substitutes on the bench only where they were at work.
    private static IEnumerable<CertifiedJuror> JurorsOf(Jury jury, JudgedRun judged)
    {
        var said = judged.Answers.SelectMany(answer => answer.Verdicts).ToLookup(verdict => verdict.Juror, StringComparer.Ordinal);
        return judged.Jurors
            .Where(juror => said[juror.Name].Any() || jury.Jurors.Any(seated => seated.Name == juror.Name))
            .Select(juror => new CertifiedJuror
            {
                Juror = juror,
                Snapshots = { said[juror.Name].Select(verdict => verdict.ModelSnapshot).Where(snapshot => snapshot.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal) },
                Verdicts = said[juror.Name].LongCount(verdict => verdict.OutcomeCase == Verdict.OutcomeOneofCase.Marks),
                Abstentions = said[juror.Name].LongCount(verdict => verdict.OutcomeCase == Verdict.OutcomeOneofCase.Abstention),
            });
    }
}
