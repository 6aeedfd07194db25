using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class QuoteCommandTests
{
    private static readonly string[] AdHoc = ["quote", "--model", "vendor/m", "--benchmark", "med_qa:sample:3", "--juror", "j"];

    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public QuoteCommandTests()
    {
        cli = new CommandLineHarness(services);
        services.On<QuoteRunRequest>("QuoteRun", _ => Quote());
    }

    [Fact]
    public async Task A_quote_shows_candidates_jury_and_total_with_bounds_prices_and_notices()
    {
        Assert.Equal(0, await cli.InvokeAsync(AdHoc));

        foreach (var part in new[]
        {
            "Candidates", "vendor/m", "med_qa", "1,500", "$1.00 - $2.00 - $30.00", "900 - 1,000 - 15.0k", "Jury", "$0.50 - $1.00 - $4.00", "total", "$1.50 - $3.00 - $34.00",
            "vendor/m: prices vendor/m@2025-01-01", "j: prices j@configured-0badcafe, in batches", "A notice with [brackets].",
        })
            Assert.Contains(part, cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_bounds_stay_whole_at_the_width_of_a_terminal()
    {
        var quote = Quote();
        quote.Lines[1].Deployment = "baseline/judge-f1";
        quote.Lines[1].Candidate = "anthropic/claude-3-7-sonnet-20250219";
        quote.Lines[1].Figures = Figures(12_345, 23_456, 34_567);
        services.On<QuoteRunRequest>("QuoteRun", _ => quote);

        Assert.Equal(0, await cli.InvokeAsync(AdHoc));
        Assert.Contains("juror baseline/judge-f1, rates anthropic/claude-3-7-sonnet-20250219", cli.Output, StringComparison.Ordinal);
        Assert.Contains("$12,345.00 - $23,456.00 - $34,567.00", cli.Output, StringComparison.Ordinal);
        Assert.All(cli.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 120, line));
    }

    [Fact]
    public async Task A_paper_quote_speaks_of_one_figure()
    {
        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--mode", "paper"]));
        Assert.Contains("Sum (one figure, an upper bound", cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("low - expected - high", cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interval", QuoteMode.Interval)]
    [InlineData("paper", QuoteMode.Paper)]
    public async Task The_request_says_what_would_be_run_and_in_which_mode(string mode, QuoteMode expected)
    {
        Assert.Equal(0, await cli.InvokeAsync([.. AdHoc, "--mode", mode, "--json"]));

        var request = Assert.IsType<QuoteRunRequest>(Assert.Single(services.Requests));
        Assert.Equal(expected, request.Mode);
        Assert.Equal(["vendor/m"], request.Spec.Deployments);
        Assert.Equal(Quote(), QuoteRunResponse.Parser.ParseJson(cli.Output));
    }

    [Fact]
    public async Task An_unknown_mode_is_refused_before_anything_is_asked()
    {
        Assert.Equal(2, await cli.InvokeAsync([.. AdHoc, "--mode", "guess"]));
        Assert.Empty(services.Requests);
    }

    private static QuoteRunResponse Quote() => new()
    {
        Lines =
        {
            new QuoteLine { Candidate = "vendor/m", Benchmark = "med_qa", Purpose = Purpose.Candidate, Deployment = "vendor/m", Figures = Figures(1, 2, 30), PriceVersion = "vendor/m@2025-01-01", PriceClass = PriceClass.Live },
            new QuoteLine { Candidate = "vendor/m", Benchmark = "med_qa", Purpose = Purpose.Juror, Deployment = "j", Figures = Figures(0.5m, 1, 4), PriceVersion = "j@configured-0badcafe", PriceClass = PriceClass.Batch },
        },
        Candidates = Figures(1, 2, 30),
        Jury = Figures(0.5m, 1, 4),
        Total = Figures(1.5m, 3, 34),
        Notices = { "A notice with [brackets]." },
    };

    private static QuoteFigures Figures(decimal low, decimal expected, decimal high) => new()
    {
        Completions = 2000,
        Cached = 500,
        InputTokens = new QuoteInterval { Low = 900, Expected = 1000, High = 15_000 },
        OutputTokens = new QuoteInterval { Low = 7, Expected = 7, High = 7 },
        CostNanoUsd = new QuoteInterval { Low = (long)(low * 1_000_000_000), Expected = (long)(expected * 1_000_000_000), High = (long)(high * 1_000_000_000) },
    };
}
