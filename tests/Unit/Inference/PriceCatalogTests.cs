using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.ServiceDefaults;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class PriceCatalogTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ScratchFolder folder = new();

    [Fact]
    public void The_catalog_tells_cached_from_full_price_since_the_day_there_was_a_difference()
    {
        var gpt = PriceCatalog.Load().Find("openai/gpt-4o-2024-08-06")!;

        Assert.Equal(2.5, gpt.At(new DateTimeOffset(2024, 9, 30, 0, 0, 0, TimeSpan.Zero)).CachedInputUsdPerMillion);
        Assert.Equal(1.25, gpt.At(Now).CachedInputUsdPerMillion);
        Assert.Equal("openai/gpt-4o-2024-08-06@2024-10-01", gpt.At(Now).Version);
    }

    [Fact]
    public void A_users_entry_takes_the_place_of_ours_and_leaves_the_others()
    {
        var catalog = PriceCatalog.Load(folder.Write("prices.yaml", """
            prices:
              - id: openai/gpt-4o-2024-08-06
                versions: [{from: 2026-01-01, input_usd_per_million: 9, output_usd_per_million: 9}]
            """));

        Assert.Equal(9, catalog.Find("openai/gpt-4o-2024-08-06")!.At(Now).OutputUsdPerMillion);
        Assert.NotNull(catalog.Find("paper/deepseek-r1"));
    }

    [Fact]
    public void Every_problem_of_a_users_catalog_is_named_with_its_line()
    {
        var file = folder.Write("prices.yaml", """
            prices:
              - id: a
                versions:
                  - {from: 2026-01-01, input_usd_per_million: 1}
                  - {from: 2026-01-01, input_usd_per_million: -1}
              - id: a
                colour: red
                versions: [{from: yesterday, input_usd_per_million: 1}]
              - versions: []
            """);

        var error = Assert.Throws<SettingsException>(() => PriceCatalog.Load(file));

        foreach (var part in new[] { ":5: from: must be later", ":5: input_usd_per_million: must be a number from 0", ":6: id: 'a' is there already", ":7: unknown key 'colour'", ":8: from: must be a day", ":9: id: is missing", ":9: versions: needs at least one" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prices: anthropic/claude-3-7-sonnet-20250219", 3, "anthropic/claude-3-7-sonnet-20250219@2025-02-24")]
    [InlineData("prices: {from: 2025-05-05, input_usd_per_million: 4}", 4, "mine@2025-05-05")]
    [InlineData("prices: [{from: 2025-05-05, input_usd_per_million: 4}, {from: 2025-06-05, input_usd_per_million: 5}]", 5, "mine@2025-06-05")]
    [InlineData("tiers: [public]", 0, "")]
    public void A_deployment_names_an_entry_or_writes_its_prices_out(string line, double input, string version)
    {
        var deployment = Assert.Single(Read(line));

        Assert.Equal(input, deployment.PricesAt(Now).InputUsdPerMillion);
        Assert.Equal(version, deployment.ToProto(Now).Prices.Version);
    }

    [Theory]
    [InlineData("prices: openai/gpt-4o-2024-8-6", "nearest are openai/gpt-4o-2024-08-06, ")]
    [InlineData("prices: [{input_usd_per_million: 4}]", ":6: from: is missing")]
    [InlineData("prices: []", ":6: prices: needs at least one version")]
    public void Prices_that_cannot_be_known_are_refused(string line, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<SettingsException>(() => Read(line)).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<DeploymentDefinition> Read(string line) => DeploymentFile.Read(
        folder.Write("deployments.yaml", $"deployments:\n  - id: mine\n    provider: openai\n    model: m\n    base_url: http://x\n    {line}\n"), PriceCatalog.Load());
}
