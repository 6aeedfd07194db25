using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
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
        Assert.Equal(2.5, deployment.PricesAt(DateTimeOffset.UnixEpoch).CachedInputUsdPerMillion);
        Assert.Equal("\"reasoning_effort\":\"low\"", deployment.ExtraBody);
        var effective = deployment.Overrides.ApplyTo(new DecodingParameters { Temperature = 0, MaxOutputTokens = 5 });
        Assert.False(effective.HasTemperature);
        Assert.Equal(4000, effective.MaxOutputTokens);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("batch: true", true)]
    [InlineData("batch: false", false)]
    public void Batches_are_used_unless_the_file_says_no(string line, bool batch) =>
        Assert.Equal(batch, Assert.Single(Read($"""
            deployments:
              - id: a/b
                provider: openai
                model: m
                base_url: https://api.example/v1
                {line}
            """)).Batch);

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

    [Theory]
    [InlineData("prices: openai/gpt-4o", "prices: there is no 'openai/gpt-4o' in the price catalog; nearest are openai/gpt-")]
    [InlineData("prices: {input_usd: 5}", "unknown key 'input_usd'")]
    [InlineData("prices: {input_usd_per_million: -1}", "input_usd_per_million: must be a number from 0")]
    [InlineData("api_key: sk-oops", "api_key: must be a mapping")]
    [InlineData("parameters: nonsense", "parameters: must be a mapping")]
    [InlineData("extra_body: [a]", "extra_body: must be a mapping")]
    [InlineData("tiers: private", "tiers: must be a list")]
    [InlineData("tiers: [[private]]", "tiers: must be a list of single values")]
    [InlineData("display_name: [a]", "display_name: must be a single value")]
    [InlineData("retries: 1.5", "retries: must be a whole number")]
    [InlineData("parameters: {omit_temperature: yes}", "omit_temperature: must be true or false")]
    [InlineData("extra_body: {top_k: .inf}", "'.inf' is no number that JSON can hold")]
    [InlineData("extra_body: {top_k: NaN}", "'NaN' is no number that JSON can hold")]
    [InlineData("extra_body: {top_k: 1e999}", "'1e999' is no number that JSON can hold")]
    [InlineData("extra_body: {stream: true}", "'stream' is written by the service itself")]
    [InlineData("extra_body: {limit: 5}\n    max_tokens_field: limit", "'limit' is written by the service itself")]
    [InlineData("max_tokens_field: model", "max_tokens_field: 'model' means something else")]
    public void What_has_the_wrong_shape_is_named_with_its_line_and_no_secret(string line, string complaint)
    {
        var error = Assert.Throws<SettingsException>(() => Read($"deployments:\n  - id: b\n    provider: openai\n    model: m\n    base_url: http://x\n    {line}\n"));

        Assert.Contains(":6: " + complaint, Assert.Single(error.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-oops", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recordings: answers.jsonl", "recordings: must be a list")]
    [InlineData("recordings: [answers.jsonl]", "recordings: must be a list of mappings")]
    public void Recordings_of_the_wrong_shape_are_named(string line, string complaint) => Assert.Contains(
        complaint, Assert.Throws<SettingsException>(() => Read($"deployments:\n  - id: b\n    provider: replay\n    {line}\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("deployments: []\nprices: 5", ":2: unknown key 'prices'")]
    [InlineData("deployments: []\n---\ndeployments: []", ":1: must be one document")]
    [InlineData("deployments: [&a {id: b}, *a]", ":1: anchors, aliases and tags are not supported")]
    public void What_would_be_left_unread_is_named(string yaml, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<SettingsException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_without_end_is_refused_before_it_ends_the_process() => Assert.Contains(
        "nested deeper than", Assert.Throws<SettingsException>(() => Read("deployments: " + new string('[', 100_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_larger_than_it_can_be_is_not_loaded() => Assert.Contains(
        "larger than 1 MiB", Assert.Throws<SettingsException>(() => Read("deployments: []\n" + new string('#', 1 << 20))).Message, StringComparison.Ordinal);

    [Fact]
    public void Extra_fields_are_sent_as_they_are_written()
    {
        var deployment = Assert.Single(Read("""
            deployments:
              - id: b
                provider: openai
                model: m
                base_url: http://x
                parameters: {omit_temperature: True}
                extra_body:
                  reasoning: {effort: low, budget: [1, 2.50, "3", true, null]}
                  code: "007"
                  build: 'true'
                  number: 42
                  empty: {}
            """));

        Assert.True(deployment.Overrides.OmitTemperature);
        Assert.Equal(
            """{"build":"true","code":"007","empty":{},"number":42,"reasoning":{"budget":[1,2.5,"3",true,null],"effort":"low"}}""",
            "{" + deployment.ExtraBody + "}");
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
        return DeploymentFile.Read(file, PriceCatalog.Load());
    }
}
