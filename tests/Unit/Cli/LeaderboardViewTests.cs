using MedHelm.Cli.Standings;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class LeaderboardViewTests
{
    [Fact]
    public void A_complete_cell_shows_its_score_and_what_it_rests_on()
    {
        var text = Show(Boards.Of(1, 1));

        Assert.Contains("0.417 (24/24)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("*", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_cell_is_marked_and_every_reason_is_told()
    {
        var board = Boards.Of(1, 2);
        Boards.Fail(board.Rows[0].Cells[0], 2, "no_completion: content_filter");
        Boards.Fail(board.Rows[0].Cells[0], 1, "too_few_verdicts");
        board.Rows[0].Cells[0].Floor = 0.36;

        var text = Show(board, 200);

        Assert.Contains("0.417* (21/24)", text, StringComparison.Ordinal);
        Assert.Contains("bench_0: 3 without a score (2 no_completion: content_filter; 1 too_few_verdicts), floor 0.360", text, StringComparison.Ordinal);
        Assert.Contains("0.417 (24/24)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_without_a_score_is_a_dash_and_not_a_zero()
    {
        var board = Boards.Of(1, 1);
        board.Rows[0].Cells[0].ClearScore();
        Boards.Fail(board.Rows[0].Cells[0], 24, "no_completion: timeout");

        var text = Show(board);

        Assert.Contains("–* (0/24)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.000", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_that_nobody_decided_yet_are_not_called_failures()
    {
        var board = Boards.Of(1, 1);
        board.Final = false;
        board.Rows[0].Cells[0].Coverage.Scored = 4;
        board.Rows[0].Cells[0].Coverage.Incomplete = true;

        var text = Show(board);

        Assert.Contains("PROVISIONAL", text, StringComparison.Ordinal);
        Assert.Contains("20 not decided yet", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jury_score_that_nobody_certified_is_marked_and_the_mark_explained()
    {
        var board = Boards.Of(1, 2);
        board.Columns[0].Trust = new TrustMark { Missing = "labels" };
        board.Rows[0].Cells[0].Uncertified = true;

        var text = Show(board, 200);

        Assert.Contains("0.417? (24/24)", text, StringComparison.Ordinal);
        Assert.Contains("0.417 (24/24)", text, StringComparison.Ordinal);
        Assert.Contains("? uncertified: nobody has shown how far to trust this jury score; 'medhelm certificate quick-1'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certified_jury_shows_its_agreement_beside_that_of_clinicians_and_the_anchored_score()
    {
        var board = Boards.Of(1, 1);
        board.Columns[0].Trust = new TrustMark { Certified = true, Icc = new Estimate { Value = 0.474, Low = 0.104, High = 0.692 }, Labelled = 56, Ceiling = new Estimate { Value = 0.43 }, Biases = { "gpt: +0.31 for its own model" } };
        board.Rows[0].Cells[0].Anchored = new Estimate { Value = 0.39, Low = 0.3, High = 0.48 };

        var text = Show(board, 300);

        Assert.Contains("agrees with clinicians ICC(3,k) 0.474 [0.10, 0.69]; on 56 answers; clinicians among themselves 0.430; biases: gpt: +0.31 for its own model", text, StringComparison.Ordinal);
        Assert.Contains("0.390 [0.30, 0.48], the jury says 0.417", text, StringComparison.Ordinal);
        Assert.DoesNotContain("uncertified", text, StringComparison.Ordinal);
    }

    [Fact]
    public void As_CSV_every_cell_says_whether_its_jury_is_certified()
    {
        var board = Boards.Of(1, 2);
        board.Columns[0].Trust = new TrustMark { Missing = "labels, many", Alpha = new Estimate { Value = 0.25 } };

        var lines = LeaderboardCsv.Format(board).Split('\n');

        Assert.Equal("run,model,benchmark,metric,score,low,high,scored,planned,abstentions,trust,missing,icc,icc_low,icc_high,labelled,alpha,effective_votes,ceiling,anchored,anchored_low,anchored_high", lines[0]);
        Assert.Equal("runs/quick-1,provider/model-0,bench_0,exact_match,0.41666,,,24,24,0,uncertified,\"labels, many\",,,,0,0.25,,,,,", lines[1]);
        Assert.Equal("runs/quick-1,provider/model-0,bench_1,exact_match,0.41666,,,24,24,0,,,,,,,,,,,,", lines[2]);
    }

    [Theory]
    [InlineData(0, 1, 0.5, "0.500")]
    [InlineData(1, 5, 3.42, "3.42/5")]
    [InlineData(0, 100, 41.666, "41.67/100")]
    [InlineData(0, double.PositiveInfinity, 12.5, "12.50")]
    public void Scores_show_the_scale_they_are_on(double min, double max, double score, string shown) =>
        Assert.Equal(shown, CellText.Score(score, Boards.Column("b", "c", min, max)));

    [Fact]
    public void Baselines_and_recordings_are_tagged_beside_their_name()
    {
        var board = Boards.Of(2, 1);
        board.Rows[0].Baseline = true;
        board.Rows[1].Replay = true;

        var text = Show(board);

        Assert.Contains("[baseline]", text, StringComparison.Ordinal);
        Assert.Contains("[replay]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_served_from_the_cache_says_that_no_model_was_called()
    {
        var board = Boards.Of(1, 1);
        board.Cost = new RunCost { CandidatesNanoUsd = 12_300_000, Reused = 288 };

        var text = Show(board);

        Assert.Contains("candidates $0.0123, jury $0.00", text, StringComparison.Ordinal);
        Assert.Contains("charged $0.00, 0 provider calls, 288 answers reused", text, StringComparison.Ordinal);
        Assert.Contains("all 288 answers came from the cache: 0 model calls", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Undefined_win_rate_and_deviation_are_left_out()
    {
        var board = Boards.Of(1, 1);
        board.Rows[0].ClearWinRate();
        board.Rows[0].ClearMacroSd();

        var text = Show(board);

        Assert.DoesNotContain("0.500", text, StringComparison.Ordinal);
        Assert.DoesNotContain("±", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 37, 80)]
    [InlineData(9, 37, 132)]
    [InlineData(9, 37, 400)]
    [InlineData(3, 37, 80)]
    [InlineData(3, 4, 80)]
    [InlineData(5, 4, 80)]
    public void No_line_is_wider_than_the_terminal_and_no_number_is_broken(int models, int benchmarks, int width)
    {
        var board = Boards.Of(models, benchmarks);
        var text = Show(board, width);

        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Equal(models * benchmarks, text.Split("0.417 (24/24)").Length - 1);
        Assert.All(Enumerable.Range(0, 5), c => Assert.True(benchmarks < 5 || width == 400 || text.Contains($"Category {c}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Many_incomplete_cells_are_summed_up_for_each_model()
    {
        var board = Boards.Of(2, 20);
        foreach (var cell in board.Rows[1].Cells)
            Boards.Fail(cell, 1, "no_completion: timeout");

        var text = Show(board);

        Assert.Contains("A rather long model name 1, 20 of 20 benchmarks: 20 without a score (20 no_completion: timeout)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_are_shown_as_they_are_brackets_included()
    {
        var board = Boards.Of(1, 1);
        board.Notices.Add("Jurors are [baselines]");

        Assert.Contains("Note: Jurors are [baselines]", Show(board), StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaderboard_on_samples_says_that_it_says_nothing_about_models()
    {
        var board = Boards.Of(1, 1);
        board.Columns[0].Data = DatasetChoice.Sample;

        Assert.Contains("small samples", Show(board), StringComparison.Ordinal);
    }

    private static string Show(Leaderboard board, int width = 120)
    {
        var writer = new StringWriter();
        new LeaderboardView(CommandLineHarness.Console(writer, width)).Show(board);
        return writer.ToString();
    }
}
