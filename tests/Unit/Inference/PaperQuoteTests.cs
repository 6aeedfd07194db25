using Xunit;

namespace MedHelm.Tests.Unit.Inference;

/// <summary>The paper's convention on a table small enough to do by hand.</summary>
public sealed class PaperQuoteTests : IAsyncLifetime
{
    private readonly QuoterHarness harness = new();

    [Theory]
    // 300 x 40 = 12,000 output tokens; jurors read 90,010 + 12,000 and write 300 x 4,096, at 6 and 30 dollars together.
    [InlineData("plain", 300, 90_010, 40, true, 12_000, 102_010, 1_228_800, "0.18 0.10 0.61 36.86 37.75")]
    [InlineData("plain", 300, 90_010, 1, false, 300, 0, 0, "0.18 0.00 0.00 0.00 0.18")]
    // A deployment that insists on 4,000 tokens has them on everything.
    [InlineData("reasoning", 3, 1_000, 1, true, 12_000, 13_000, 12_288, "0.00 0.06 0.08 0.37 0.51")]
    public async Task Rows_follow_from_instances_input_tokens_and_limits(
        string model, int instances, long input, int limit, bool open, long output, long judgeInput, long judgeOutput, string dollars)
    {
        var models = harness.Deployments(
            ("plain", "prices: {input_usd_per_million: 2, output_usd_per_million: 8}"),
            ("reasoning", "prices: {input_usd_per_million: 1, output_usd_per_million: 5}, parameters: {max_output_tokens: 4000}"),
            ("judge-a", "prices: {input_usd_per_million: 5, output_usd_per_million: 20}"),
            ("judge-b", "prices: {input_usd_per_million: 1, output_usd_per_million: 10, batch_factor: 0.5, cached_input_usd_per_million: 0.1}"));

        var costs = await new PaperCostTable(harness, [models["judge-a"], models["judge-b"]]).PriceAsync(models[model], instances, input, limit, open);

        Assert.Equal((output, judgeInput, judgeOutput), (costs.OutputTokens, costs.JudgeInputTokens, costs.JudgeOutputTokens));
        Assert.Equal(dollars, string.Join(' ', costs.Dollars.Select(d => d.ToString("F2", System.Globalization.CultureInfo.InvariantCulture))));
    }

    public Task InitializeAsync() => harness.StartAsync();

    public async Task DisposeAsync() => await harness.DisposeAsync();
}
