using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Reporting;

public sealed class JuryTrustTests : ReportingOnSqlite
{
    [Fact]
    public async Task A_jury_column_without_a_certificate_is_marked_cell_by_cell_and_named_in_a_notice()
    {
        Certificates.All.Add(new Certificate { Benchmarks = { "open" }, Missing = { "labels of clinicians on 30 answers; there are none", "something less important" } });
        await HandleAsync(Sample.Events());

        var board = await GetAsync();

        var column = board.Columns.Single(column => column.Benchmark == "open");
        Assert.Equal((false, "labels of clinicians on 30 answers; there are none"), (column.Trust.Certified, column.Trust.Missing));
        Assert.Null(board.Columns.Single(c => c.Benchmark == "closed").Trust);
        Assert.All(board.Rows.SelectMany(row => row.Cells), cell => Assert.Equal(cell.Benchmark == "open", cell.Uncertified));
        Assert.Equal(
            "Uncertified jury scores, of which nobody has shown how far to trust them: open. Missing: labels of clinicians on 30 answers; there are none.",
            Assert.Single(board.Notices, notice => notice.StartsWith("Uncertified", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_certificate_brings_its_figures_and_the_anchored_scores()
    {
        Certificates.All.Add(Certified());
        await HandleAsync(Sample.Events());

        var board = await GetAsync();

        var trust = board.Columns.Single(column => column.Benchmark == "open").Trust;
        Assert.True(trust.Certified);
        Assert.Equal("", trust.Missing);
        Assert.Equal((0.474, 56, 0.31, 1.7, 0.43), (trust.Icc.Value, trust.Labelled, trust.Alpha.Value, trust.EffectiveVotes.Value, trust.Ceiling.Value));
        Assert.Equal(["one: +0.31 for its own model [0.12, 0.50]"], trust.Biases);
        Assert.Equal(["two"], trust.Drifted);
        Assert.DoesNotContain(board.Notices, notice => notice.StartsWith("Uncertified", StringComparison.Ordinal));
        var cells = board.Rows.ToDictionary(row => row.Model, row => row.Cells.Single(cell => cell.Benchmark == "open"), StringComparer.Ordinal);
        Assert.False(cells["a"].Uncertified);
        Assert.Equal(7.9, cells["a"].Anchored.Value);
        Assert.Null(cells["b"].Anchored);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, "does not answer")]
    [InlineData(StatusCode.DeadlineExceeded, "does not answer")]
    [InlineData(StatusCode.Internal, "Internal")]
    public async Task Without_an_answer_of_Judging_jury_scores_are_uncertified_and_say_so(StatusCode trouble, string words)
    {
        Certificates.Trouble = trouble;
        await HandleAsync(Sample.Events());

        var board = await GetAsync();

        Assert.Contains(words, board.Columns.Single(column => column.Benchmark == "open").Trust.Missing, StringComparison.Ordinal);
        Assert.All(board.Rows.SelectMany(row => row.Cells).Where(cell => cell.Benchmark == "open"), cell => Assert.True(cell.Uncertified));
        Assert.Contains(board.Notices, notice => notice.StartsWith("Uncertified", StringComparison.Ordinal) && notice.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_label_that_arrives_after_the_run_changes_the_mark_and_nothing_that_is_stored()
    {
        await HandleAsync(Sample.Events());
        var stored = await Leaderboards.FindAsync(Sample.Run, default);
        Assert.False((await GetAsync()).Columns[1].Trust.Certified);

        Certificates.All.Add(Certified());

        Assert.True((await GetAsync()).Columns[1].Trust.Certified);
        Assert.Equal(stored, await Leaderboards.FindAsync(Sample.Run, default));
        Assert.DoesNotContain(stored!.Notices, notice => notice.StartsWith("Uncertified", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_run_is_under_way_nobody_is_asked_for_certificates()
    {
        await HandleAsync(Sample.Events().Where(message => message is not RunCompleted and not CompletionsProduced { Batch.Juror: "two" }));

        var board = await GetAsync();

        Assert.Equal(0, Certificates.Calls);
        Assert.Contains("under way", board.Columns.Single(column => column.Benchmark == "open").Trust.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_judging_stored_answers_again_costs_is_not_the_runs()
    {
        await HandleAsync(Sample.Events());
        var expected = (await GetAsync()).Cost;

        var other = new JuryTrustTests();
        await other.InitializeAsync();
        var again = Sample.Produced("open", "a", "one", Sample.Paid("1", 1_000_000));
        again.Batch.Judgement = "judgements/second-look";
        await other.HandleAsync([again, .. Sample.Events()]);
        var cost = (await other.GetAsync()).Cost;
        await other.DisposeAsync();

        Assert.Equal(expected, cost);
    }

    private static Certificate Certified() => new()
    {
        Benchmarks = { "open" },
        Certified = true,
        Measures = new JuryMeasures
        {
            Labelled = 56,
            JuryAndClinicians =
            {
                new IccEstimate { Form = IccForm.TwoWayMixed, ByF = new Estimate { Value = 0.3 } },
                new IccEstimate { Form = IccForm.TwoWayMixedMean, ByF = new Estimate { Value = 0.474, Low = 0.104, High = 0.692 } },
            },
            Alpha = new Estimate { Value = 0.31 },
            EffectiveVotes = new Estimate { Value = 1.7 },
            Ceiling = new HumanCeiling { OneRater = new Estimate { Value = 0.43 } },
            Jurors =
            {
                new JurorMeasures
                {
                    Juror = "one",
                    SelfPreference = new JurorEffect { Detected = true, Effect = new Estimate { Value = 0.31, Low = 0.12, High = 0.5 } },
                    Length = new JurorEffect { Detected = false, Effect = new Estimate { Value = 0.2 } },
                    Severity = new JurorEffect { Detected = true, Effect = new Estimate { Value = 0.9 } },
                },
            },
        },
        Jurors =
        {
            new CertifiedJuror { Juror = new Juror { Name = "one" } },
            new CertifiedJuror { Juror = new Juror { Name = "two" }, Drift = new DriftState { Drifted = true } },
        },
        Scores =
        {
            new AnchoredScore { Candidate = "a", Benchmark = "open", Raw = new Estimate { Value = 8.5 }, Anchored = new Estimate { Value = 7.9 } },
            new AnchoredScore { Candidate = "b", Benchmark = "open", Raw = new Estimate { Value = 7.5 }, Anchored = new Estimate { Remark = "too few labels" } },
        },
    };
}
