using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Reviews;

public sealed class CertificateTests : ReviewsOnSqlite
{
    [Fact]
    public async Task A_jury_that_no_clinician_was_compared_with_is_uncertified_and_says_so()
    {
        var certificate = await CertifyAsync();

        Assert.False(certificate.Certified);
        Assert.Contains("No clinician has rated", Assert.Single(certificate.Missing), StringComparison.Ordinal);
        Assert.Equal((ReviewedRun.Name, LabelSource.Unspecified, true, ReviewedRun.Answers), (certificate.Subject, certificate.LabelSource, certificate.Final, certificate.Measures.Answers));
        Assert.Equal([(36L, 0L, "juror-one-2026"), (36L, 0L, "juror-two-2026")], certificate.Jurors.Select(juror => (juror.Verdicts, juror.Abstentions, Assert.Single(juror.Snapshots))));
        var asked = Assert.Single(Statistics.Measured);
        Assert.Equal(["juror-one vendor of juror-one", "juror-two vendor of juror-two"], asked.Jurors.Select(juror => $"{juror.Name} {juror.Vendor}"));
        var answer = asked.Answers.Single(answer => answer.Item == "note_quality|q1|lab/model-beta");
        Assert.Equal(("q1", "lab/model-beta-snapshot", "lab", 2), (answer.Cluster, answer.Model, answer.Vendor, answer.Jurors.Count));
        // Marks 3 and 4 of the first juror, 4 and 4 of the second.
        Assert.Equal((3.5, 4.0, 3.75), (answer.Jurors[0].Value, answer.Jurors[1].Value, answer.Jury));
    }

    [Fact]
    public async Task Thirty_labels_of_these_answers_certify_and_are_measured_once_until_labels_change()
    {
        var review = await OpenAsync();
        await RateAllAsync(review, 29);
        Assert.Contains("1 more", Assert.Single((await CertifyAsync()).Missing), StringComparison.Ordinal);
        var measured = Statistics.Measured.Count;
        await CertifyAsync();
        Assert.Equal(measured, Statistics.Measured.Count);

        await RateAllAsync(review, 1);
        var certificate = await CertifyAsync();

        Assert.True(certificate.Certified, string.Join(' ', certificate.Missing));
        Assert.Equal((LabelSource.SameAnswers, review, 30), (certificate.LabelSource, Assert.Single(certificate.Labels), certificate.Measures.Labelled));
        Assert.Equal(ReviewedRun.Candidates, certificate.Scores.Select(score => score.Candidate));
    }

    [Fact]
    public async Task Labels_of_another_run_count_under_the_same_jury_only()
    {
        await RateAllAsync(await OpenAsync(Spec(ReviewedRun.Other)), 30);

        Assert.Equal((true, LabelSource.SameJury), ((await CertifyAsync()).Certified, (await CertifyAsync()).LabelSource));
        Assert.Equal(36, (await CertifyAsync()).Measures.Answers);

        Evaluation.Jury = ReviewedRun.Jury();
        Evaluation.Jury.Sha256 = "other";
        Assert.Equal(LabelSource.Unspecified, (await CertifyAsync("runs/third-run")).LabelSource);
    }

    [Fact]
    public async Task Imported_ratings_of_the_run_are_labels_of_its_answers()
    {
        var rows = ReviewedRun.Candidates.SelectMany(candidate => Enumerable.Range(0, 10).Select(i => $"ana,note_quality,q{i},{candidate},{1 + (i % 5)},3"));
        await Service.ImportRatings(new ImportRatingsRequest { SetId = "of-the-run", Run = ReviewedRun.Name, Csv = "rater,benchmark,instance,candidate,accuracy,clarity\n" + string.Join('\n', rows) }, Call);

        var certificate = await CertifyAsync();

        Assert.Equal((true, LabelSource.SameAnswers, "ratingSets/of-the-run", 30), (certificate.Certified, certificate.LabelSource, Assert.Single(certificate.Labels), certificate.Measures.Labelled));
        Assert.All(certificate.Scores, score => Assert.Equal((10, true), (score.Labelled, score.Anchored.HasValue)));
    }

    [Fact]
    public async Task Drift_baselines_and_a_jury_of_one_are_never_certified()
    {
        await RateAllAsync(await OpenAsync(), 30);
        Drifts.States["juror-two"] = new DriftState { AnchorSet = "anchorSets/a", Drifted = true };
        Assert.Contains("Juror juror-two", Assert.Single((await CertifyAsync()).Missing), StringComparison.Ordinal);
        Drifts.States.Clear();
        Assert.True((await CertifyAsync()).Certified);
    }

    [Fact]
    public async Task A_juror_that_failed_its_examination_or_never_had_one_keeps_the_certificate_away()
    {
        await RateAllAsync(await OpenAsync(), 30);
        await ExamineAsync(ReviewedRun.Jury().Jurors[0], passed: false);
        Assert.Equal("Juror juror-one failed its examination (padded); another should take its place.", Assert.Single((await CertifyAsync()).Missing));
        await ExamineAsync(ReviewedRun.Jury().Jurors[0], passed: true);
        Assert.True((await CertifyAsync()).Certified);
    }

    [Fact]
    public async Task Another_model_behind_the_same_deployment_is_another_juror_and_was_never_examined()
    {
        Evaluation.Jury = ReviewedRun.Jury();
        Evaluation.Jury.Jurors[0].Model = "renewed";
        await RateAllAsync(await OpenAsync(), 30);

        Assert.StartsWith("Juror juror-one: never examined", Assert.Single((await CertifyAsync()).Missing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_jurors_are_named_first()
    {
        Evaluation.Jury = ReviewedRun.Jury();
        Evaluation.Jury.Jurors[0].Baseline = true;
        Evaluation.Jury.Jurors.RemoveAt(1);

        var missing = (await CertifyAsync()).Missing;

        Assert.Equal(3, missing.Count);
        Assert.StartsWith("Juror juror-one: a baseline rule", missing[0], StringComparison.Ordinal);
        Assert.StartsWith("Fewer than two jurors", missing[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cascade_is_measured_from_the_first_jurors_verdicts()
    {
        Evaluation.Jury = ReviewedRun.Jury();
        Evaluation.Jury.Escalation = new Escalation { First = 1, Disagreement = 1, AuditShare = 1 };
        // Five replies had to be asked for again: what they cost counts against the savings.
        await Verdicts.SaveAsync(ReviewedRun.Name, ReviewedRun.Verdicts().Take(5).Select(verdict => { verdict.Attempt = 1; return verdict; }), default);

        var certificate = await CertifyAsync();

        Assert.NotNull(certificate.Escalation);
        Assert.All(certificate.Measures.AmongJurors, icc => Assert.Contains("those in the audit", icc.ByF.Remark, StringComparison.Ordinal));
        var asked = Assert.Single(Statistics.Escalations);
        Assert.Equal((72L, 77L, ReviewedRun.Answers), (asked.FullCalls, asked.Calls, asked.Answers.Count));
        Assert.All(asked.Answers, answer => Assert.Equal((true, true, true, true), (answer.Agreed, answer.Audited, answer.HasFirst, answer.HasFull)));
    }

    [Fact]
    public async Task Answers_about_one_patient_count_as_one()
    {
        for (var i = 0; i < 10; i++) Evaluation.Clusters[$"q{i}"] = $"patient {i / 2}";
        // An instance without a cluster is its own, whatever others are called.
        Evaluation.Clusters["q10"] = "q11";

        var scores = (await CertifyAsync()).Scores;

        var asked = Assert.Single(Statistics.Measured).Answers.DistinctBy(answer => answer.Item.Split('|')[1]).ToList();
        Assert.Equal((12, 7), (asked.Count, asked.DistinctBy(answer => answer.Cluster).Count()));
        Assert.All(scores, score => Assert.Equal(7, score.Raw.Units));
    }

    [Fact]
    public async Task Anchored_scores_rest_on_patients_too()
    {
        for (var i = 0; i < 12; i++) Evaluation.Clusters[$"q{i}"] = $"patient {i / 2}";
        var rows = ReviewedRun.Candidates.SelectMany(candidate => Enumerable.Range(0, 10).Select(i => $"ana,note_quality,q{i},{candidate},{1 + (i % 5)},3"));
        await Service.ImportRatings(new ImportRatingsRequest { SetId = "of-the-run", Run = ReviewedRun.Name, Csv = "rater,benchmark,instance,candidate,accuracy,clarity\n" + string.Join('\n', rows) }, Call);

        Assert.All((await CertifyAsync()).Scores, score => Assert.Equal(5, score.Anchored.Units));
    }

    [Fact]
    public async Task A_benchmark_that_no_jury_of_the_run_rates_is_refused_with_those_that_one_does()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Certificates.ListCertificates(new ListCertificatesRequest { Run = ReviewedRun.Name, Benchmark = "exam" }, Call));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("(note_quality), was 'exam'", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_under_way_is_measured_each_time()
    {
        Evaluation.State = RunState.Running;

        Assert.False((await CertifyAsync()).Final);
        await CertifyAsync();

        Assert.Equal(2, Statistics.Measured.Count);
    }

    private async Task<Certificate> CertifyAsync(string run = ReviewedRun.Name) => Assert.Single((await Certificates.ListCertificates(new ListCertificatesRequest { Run = run }, Call)).Certificates);
}
