using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.ServiceDefaults;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class DeploymentFileTests : IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("deployments");

    [Fact]
    public void A_whole_deployment_is_read_as_written()
    {
        var deployment = Assert.Single(Read("""
            deployments:
              - id: openai/gpt-4o
                provider: openai
                model: gpt-4o-2024-08-06
                base_url: https://api.example/v1
                api_key: {env: SOME_KEY}
                tiers: [public, private]
                max_in_flight: 64
                prices: {input_usd_per_million: 2.5, output_usd_per_million: 10}
                parameters: {omit_temperature: true, max_output_tokens: 4000}
                extra_body: {reasoning_effort: low}
            """));

        Assert.Equal("https://api.example/v1/", deployment.BaseUrl!.AbsoluteUri);
        Assert.Equal([DataTier.Public, DataTier.Private], deployment.ApprovedTiers);
        Assert.Equal(2.5, deployment.Prices.CachedInputUsdPerMillion);
        Assert.Equal("\"reasoning_effort\":\"low\"", deployment.ExtraBody);
        var effective = deployment.Overrides.ApplyTo(new DecodingParameters { Temperature = 0, MaxOutputTokens = 5 });
        Assert.False(effective.HasTemperature);
        Assert.Equal(4000, effective.MaxOutputTokens);
    }

    [Fact]
    public void Every_problem_is_named_with_its_line()
    {
        var error = Assert.Throws<SettingsException>(() => Read("""
            deployments:
              - id: baseline/first-option
                provider: telepathy
              - id: b
                provider: openai
                model: m
                base_url: ftp://x
                api_key: {key: sk-oops}
                tiers: [secret]
                max_in_flight: 0
                colour: red
            """));

        foreach (var part in new[] { ":2:", "taken", "telepathy", "base_url", "'key'", "secret", "max_in_flight", "'colour'" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-oops", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_says_where_it_was_looked_for()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ApiKeySource("MEDHELM_TEST_NO_SUCH_KEY", null).Read());

        Assert.Contains("MEDHELM_TEST_NO_SUCH_KEY", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<DeploymentDefinition> Read(string yaml)
    {
        var file = Path.Combine(folder.Path, "deployments.yaml");
        File.WriteAllText(file, yaml);
        return DeploymentFile.Read(file);
    }
}
