using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Runs;
using MedHelm.Judging;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Bench.Examination;
using MedHelm.Judging.Certificates;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Ratings;
using MedHelm.Judging.Reviews;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Reviews;

/// <summary>Reviews and certificates on a real SQLite file, between fakes of the other services.</summary>
public abstract class ReviewsOnSqlite : IAsyncLifetime
{
    protected static readonly string[] Raters = ["ana", "bo", "cem"];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medhelm-reviews-");
    private readonly Database database;
    private readonly PlannedRuns runs;
    private readonly InstanceClusters clusters;
    private readonly InstanceTexts instances;
    private readonly RunCertificates ofRuns;

    protected ReviewsOnSqlite() : this(null)
    {
    }

    private protected ReviewsOnSqlite(StatisticsService.StatisticsServiceClient? statistics)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.FullName}")]).Build();
        database = new Database("judging", Settings.Read(configuration), typeof(JudgingModule).Assembly);
        statistics ??= Statistics;
        runs = new PlannedRuns(Evaluation, Clock);
        instances = new InstanceTexts(Evaluation, Clock);
        clusters = new InstanceClusters(Evaluation, Clock);
        Verdicts = new VerdictStore(database);
        var (reviews, ratings, scores) = (new ReviewStore(database), new RatingStore(database), new JuryScores(new FakeScoring(), Clock));
        var judged = new JudgedRuns(Verdicts, scores, new AnswerWords(database), clusters);
        var (measurement, anchored) = (new JuryMeasurement(statistics, Clock), new AnchoredScores(statistics, Clock));
        var texts = new ReviewTexts(runs, instances, new ReviewedRun.Requests(), Completions, Clock);
        var queue = new ReviewQueue(reviews, texts, runs, statistics, Clock);
        ofRuns = new RunCertificates(judged, new LabelSources(reviews, ratings), measurement, anchored, new CascadeFigures(scores, statistics, Clock), Admissions = new AdmissionStore(database), Drifts);
        Service = new ReviewRpc(
            new RatingImport(ratings, new RatedRun(runs, instances), Clock), ratings, new RatingCertificates(ratings, measurement, anchored), new ReviewOpening(runs, judged, reviews, Clock), queue,
            new ReviewReports(reviews, measurement, anchored), reviews);
        Certificates = new CertificateRpc(runs, ofRuns);
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));

    internal FakeStatistics Statistics { get; } = new();

    internal ReviewedRun.Evaluation Evaluation { get; } = new();

    internal ReviewedRun.Completions Completions { get; } = new();

    internal StubbedDrifts Drifts { get; } = new();

    internal AdmissionStore Admissions { get; }

    internal VerdictStore Verdicts { get; }

    internal ReviewRpc Service { get; }

    internal CertificateRpc Certificates { get; }

    public async Task InitializeAsync()
    {
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        await Verdicts.SaveAsync(ReviewedRun.Name, ReviewedRun.Verdicts(), default);
        await Verdicts.SaveAsync(ReviewedRun.Other, ReviewedRun.Verdicts(), default);
        foreach (var juror in ReviewedRun.Jury().Jurors) await ExamineAsync(juror, passed: true);
    }

    public async Task DisposeAsync()
    {
        ofRuns.Dispose();
        runs.Dispose();
        clusters.Dispose();
        instances.Dispose();
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    internal static CallContext Call => new();

    /// <summary>Records how a juror did in its examination.</summary>
    internal Task ExamineAsync(Juror juror, bool passed) => Admissions.SaveAsync(
        new Admission
        {
            Deployment = juror.Deployment,
            Model = juror.Model,
            RubricSha256 = ReviewedRun.Jury().Rubric.Sha256,
            Admitted = passed,
            Checks = { new AdmissionCheck { Name = "padded", Passed = passed } },
            Time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Clock.GetUtcNow()),
        }, 0, default);

    protected static ReviewSpec Spec(string run = ReviewedRun.Name) => new() { Run = run, Benchmark = ReviewedRun.Open, Raters = { Raters }, Adjudicator = "chief", Seed = 3 };

    protected async Task<string> OpenAsync(ReviewSpec? spec = null, string id = "") =>
        (await Service.CreateReview(new CreateReviewRequest { ReviewId = id, Spec = spec ?? Spec() }, Call)).Review.Name;

    protected Task<NextItemResponse> NextAsync(string review, string rater) => Service.NextItem(new NextItemRequest { Review = review, Rater = rater }, Call);

    protected Task<SubmitRatingResponse> RateAsync(string review, string rater, string item, double mark, string comment = "") =>
        Service.SubmitRating(new SubmitRatingRequest { Review = review, Rater = rater, Item = item, Marks = { Marks(mark) }, Comment = comment }, Call);

    protected async Task<Review> GetAsync(string review) => (await Service.GetReview(new GetReviewRequest { Name = review }, Call)).Review;

    protected static Mark[] Marks(double mark) => [new Mark { Criterion = "clarity", Score = mark }, new Mark { Criterion = "accuracy", Score = mark }];

    /// <summary>Two raters rate every item that they get; what they say differs from item to item.</summary>
    protected async Task RateAllAsync(string review, int items)
    {
        for (var i = 0; i < items; i++)
        {
            foreach (var rater in Raters[..2])
            {
                var item = (await NextAsync(review, rater)).Item.Item;
                await RateAsync(review, rater, item, 1 + (i % 5));
            }
        }
    }

    internal sealed class StubbedDrifts : IDriftStates
    {
        public Dictionary<string, DriftState> States { get; } = new(StringComparer.Ordinal);

        public Task<IReadOnlyDictionary<string, DriftState>> FindAsync(Jury jury, string benchmark, CancellationToken cancel) => Task.FromResult<IReadOnlyDictionary<string, DriftState>>(States);
    }
}
