using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class TrustCommandTests
{
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public TrustCommandTests() => cli = new CommandLineHarness(services);

    [Fact]
    public async Task A_certificate_says_first_whether_it_is_one_and_what_is_missing()
    {
        services.On<ListCertificatesRequest>("ListCertificates", _ => new ListCertificatesResponse
        {
            Certificates =
            {
                new Certificate
                {
                    Subject = "runs/quick-1", Benchmarks = { "aci_bench" }, Missing = { "labels on 30 answers" }, MinLabelled = 30, Final = true,
                    Measures = new JuryMeasures
                    {
                        JuryAndClinicians = { new IccEstimate { Form = IccForm.TwoWayMixedMean, ByF = new Estimate { Value = 0.474, Low = 0.104, High = 0.692, Units = 56 } } },
                        Jurors = { new JurorMeasures { Juror = "gpt", SelfPreference = new JurorEffect { Detected = true, Effect = new Estimate { Value = 0.31, Low = 0.12, High = 0.5 } } } },
                    },
                    Jurors = { new CertifiedJuror { Juror = new Juror { Name = "gpt" }, Snapshots = { "gpt-4o-2024-08-06" }, Verdicts = 90, Abstentions = 7, Drift = new DriftState { Drifted = true } } },
                    Scores = { new AnchoredScore { Candidate = "a", Benchmark = "aci_bench", Raw = new Estimate { Value = 4.5 }, Anchored = new Estimate { Value = 4.1 }, Labelled = 12 } },
                },
            },
        });

        Assert.Equal(0, await cli.InvokeAsync("certificate", "quick-1", "aci_bench"));

        Assert.Equal([new ListCertificatesRequest { Run = "runs/quick-1", Benchmark = "aci_bench" }], services.Requests);
        foreach (var part in new[] { "UNCERTIFIED", "missing: labels on 30 answers", "none; 30 labelled answers are needed", "0.474 [0.104, 0.692]", "gpt-4o-2024-08-06", "0.310 [0.120, 0.500] !", "DRIFTED", "4.100" })
            Assert.Contains(part, cli.Output, StringComparison.Ordinal);
        Assert.Matches(@"gpt +gpt-4o-2024-08-06 +90 +7 ", cli.Output);
    }

    [Fact]
    public async Task Ratings_are_imported_from_a_file_and_certified()
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("ratings.csv", "rater,benchmark\n");
        services.On<ImportRatingsRequest>("ImportRatings", request => new ImportRatingsResponse
        {
            RatingSet = new RatingSet { Name = "ratingSets/" + request.SetId, Ratings = 12, Answers = 6, WithJury = true, AnswersByBenchmark = { ["aci_bench"] = 6 } },
            IgnoredColumns = { "mood" },
        });
        services.On<CertifyRatingsRequest>("CertifyRatings", _ => new CertifyRatingsResponse { Certificate = new Certificate { Subject = "ratingSets/clinic", Certified = true, Final = true } });

        Assert.Equal(0, await cli.InvokeAsync("ratings", "import", file, "--id", "clinic", "--criteria", "tone,safety", "--run", "quick-1", "--scale-max", "10"));
        Assert.Equal(0, await cli.InvokeAsync("ratings", "certify", "clinic", "--benchmarks", "aci_bench,med_dialog"));

        var imported = Assert.IsType<ImportRatingsRequest>(services.Requests[0]);
        Assert.Equal(("runs/quick-1", 1, 10), (imported.Run, imported.ScaleMin, imported.ScaleMax));
        Assert.Equal(("clinic", "rater,benchmark\n", 2), (imported.SetId, imported.Csv, imported.Criteria.Count));
        var certified = Assert.IsType<CertifyRatingsRequest>(services.Requests[1]);
        Assert.Equal(("ratingSets/clinic", "aci_bench", "med_dialog"), (certified.Name, certified.Benchmarks[0], certified.Benchmarks[1]));
        Assert.Contains("They count as labels of runs/quick-1: medhelm certificate quick-1", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Columns that were not used: mood", cli.Output, StringComparison.Ordinal);
        Assert.Contains("CERTIFIED: ", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rater_sees_an_item_and_gives_marks()
    {
        services.On<NextItemRequest>("NextItem", _ => new NextItemResponse
        {
            Left = 3,
            Item = new ReviewItem { Item = "i7", Question = "What helps?", Answer = "Rest.", ScaleMin = 1, ScaleMax = 5, Criteria = { new Criterion { Name = "accuracy", Description = "Is it right?" } } },
        });
        services.On<SubmitRatingRequest>("SubmitRating", _ => new SubmitRatingResponse { Ratings = 2, Disputed = true });

        Assert.Equal(0, await cli.InvokeAsync("review", "next", "ward-7", "--rater", "dr-a"));
        Assert.Contains("medhelm review rate ward-7 --rater dr-a --item i7 accuracy=N", cli.Output, StringComparison.Ordinal);
        Assert.Equal(0, await cli.InvokeAsync("review", "rate", "ward-7", "--rater", "dr-a", "--item", "i7", "accuracy=4", "clarity=3.5"));

        var rated = Assert.IsType<SubmitRatingRequest>(services.Requests[1]);
        Assert.Equal(("reviews/ward-7", "dr-a", "i7"), (rated.Review, rated.Rater, rated.Item));
        Assert.Equal([("accuracy", 4), ("clarity", 3.5)], rated.Marks.Select(mark => (mark.Criterion, mark.Score)));
        Assert.Contains("it is disputed", cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("review", "rate", "ward-7", "--rater", "dr-a", "--item", "i7", "accuracy"));
        Assert.Contains("a mark must be CRITERION=NUMBER", cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_alone_starts_nothing_and_without_somebody_to_ask_nothing_is_bought()
    {
        Quote();
        Assert.Equal(0, await cli.InvokeAsync("rejudge", "quick-1", "--jurors", "a,b", "--quote-only"));
        Assert.Contains("Judging 20 stored answers again", cli.Output, StringComparison.Ordinal);
        Assert.Equal(2, await cli.InvokeAsync("rejudge", "quick-1", "--jurors", "a,b"));
        Assert.Contains("--yes", cli.Error, StringComparison.Ordinal);
        Assert.All(services.Requests, request => Assert.Equal(["a", "b"], Assert.IsType<QuoteJudgementRequest>(request).Spec.Jurors));
    }

    [Fact]
    public async Task A_judgement_is_awaited_and_shown_side_by_side()
    {
        Quote();
        var judgement = new Judgement { Name = "judgements/second-look", Spec = new JudgementSpec { Run = "runs/quick-1", Jury = "medhelm" }, Answers = 20, Judged = 5 };
        var complete = judgement.Clone();
        (complete.Judged, complete.CompleteTime, complete.CostNanoUsd) = (20, new(), 2_000_000_000);
        complete.Cells.Add(new JudgementCell
        {
            Benchmark = "aci_bench",
            Candidate = "m",
            Own = new Estimate { Value = 4 },
            Other = new Estimate { Value = 4.25 },
            Shift = new Estimate { Value = 0.25, Low = 0.1, High = 0.4 },
            Both = 19,
            Abstentions = 2,
            OwnRank = 2,
            OtherRank = 1,
        });
        services.On<CreateJudgementRequest>("CreateJudgement", _ => new CreateJudgementResponse { Judgement = judgement });
        services.On<ListJudgementsRequest>("ListJudgements", _ => new ListJudgementsResponse { Judgements = { complete } });
        services.On<GetJudgementRequest>("GetJudgement", _ => new GetJudgementResponse { Judgement = complete });

        Assert.Equal(0, await cli.InvokeAsync("rejudge", "quick-1", "--jury", "medhelm", "--benchmarks", "aci_bench", "--yes", "--id", "second-look", "--budget", "5"));

        var created = Assert.Single(services.Requests.OfType<CreateJudgementRequest>());
        Assert.Equal(("second-look", "medhelm", 5_000_000_000), (created.JudgementId, created.Spec.Jury, created.Spec.BudgetNanoUsd));
        Assert.Contains("5 of 20 answers judged", cli.Error, StringComparison.Ordinal);
        Assert.Matches(@"aci_bench +m +4\.000 +4\.250 +\+0\.250 \[0\.100, 0\.400\] +19 +2 +2 to 1", cli.Output);
        Assert.Equal(0, await cli.InvokeAsync("judgements", "--run", "quick-1"));
        Assert.Matches(@"second-look +quick-1 +20/20 +0 +\$2\.00 +.*completed +jury medhelm", cli.Output);
    }

    [Fact]
    public async Task A_juror_that_fails_its_examination_is_shown_with_the_check_and_an_exit_code()
    {
        services.On<AdmitJurorRequest>("AdmitJuror", request => new AdmitJurorResponse
        {
            Admission = new Admission { Deployment = request.Deployment, Benchmark = request.Benchmark, RubricSha256 = new string('a', 64), Checks = { new AdmissionCheck { Name = "padded", Demand = "length alone must not win", Verdicts = 12 } } },
        });
        Assert.Equal(1, await cli.InvokeAsync("bench", "admit", "d", "aci_bench", "--renew"));
        Assert.True(Assert.IsType<AdmitJurorRequest>(Assert.Single(services.Requests)).Renew);
        Assert.Matches(@"padded +NO +– +12 ", cli.Output);
        Assert.Contains("padded: length alone must not win", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchors_are_frozen_checked_and_linked()
    {
        var set = new AnchorSet { Name = "anchorSets/aci-1", Run = "runs/quick-1", Benchmark = "aci_bench", Anchors = 150, Jurors = { new AnchoredJuror { Juror = "gpt", Checks = 1, Judged = 90, Last = new DriftCheck { Drifted = true, DetectedAt = 88 } } } };
        services.On<CreateAnchorSetRequest>("CreateAnchorSet", _ => new CreateAnchorSetResponse { AnchorSet = set });
        services.On<CheckDriftRequest>("CheckDrift", _ => new CheckDriftResponse { AnchorSet = set });
        services.On<LinkVersionsRequest>("LinkVersions", _ => new LinkVersionsResponse { AnchorSet = set });

        Assert.Equal(0, await cli.InvokeAsync("bench", "anchors", "quick-1", "aci_bench", "--id", "aci-1", "--every", "24"));
        Assert.Equal(0, await cli.InvokeAsync("bench", "check", "aci-1", "--juror", "gpt"));
        Assert.Equal(0, await cli.InvokeAsync("bench", "link", "aci-1", "--juror", "gpt", "--by", "Dr A", "--margin", "0.2"));
        Assert.Equal(2, await cli.InvokeAsync("bench", "anchors", "quick-1"));

        Assert.Equal(
            [
                new CreateAnchorSetRequest { AnchorSetId = "aci-1", Run = "runs/quick-1", Benchmark = "aci_bench", CheckEveryHours = 24 },
                new CheckDriftRequest { AnchorSet = "anchorSets/aci-1", Juror = "gpt" },
                new LinkVersionsRequest { AnchorSet = "anchorSets/aci-1", Juror = "gpt", LinkedBy = "Dr A", Margin = 0.2 },
            ],
            services.Requests);
        Assert.Contains("DRIFTED at 88", cli.Output, StringComparison.Ordinal);
    }

    private void Quote() => services.On<QuoteJudgementRequest>("QuoteJudgement", _ => new QuoteJudgementResponse
    {
        Answers = 20,
        Jurors = { new JurorQuote { Deployment = "a", Figures = new QuoteFigures { Completions = 20 } } },
        Total = new QuoteFigures { Completions = 20 },
    });
}
