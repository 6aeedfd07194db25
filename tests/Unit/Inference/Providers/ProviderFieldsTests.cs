using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.ServiceDefaults;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

public sealed class ProviderFieldsTests : IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("providers");

    [Fact]
    public void Each_provider_has_its_own_keys()
    {
        var deployments = Read("""
            deployments:
              - {id: a, provider: openai, model: m, base_url: "https://x.openai.azure.com/openai/deployments/d", azure: {api_version: 2024-10-21}, api_key: {env: K}}
              - {id: b, provider: openai-responses, model: m, base_url: "https://x.openai.azure.com/openai/v1", auth: api-key}
              - {id: c, provider: anthropic, model: m, api_key: {env: K}, anthropic: {beta: [z-2025-01-01, a-2025-01-01]}, extra_body: {thinking: {type: enabled, budget_tokens: 1024}}}
              - {id: d, provider: gemini, model: m, extra_body: {generationConfig: {thinkingConfig: {thinkingBudget: 0}}}}
              - {id: e, provider: bedrock, model: m, bedrock: {region: us-east-1, access_key_id: {env: I}, secret_access_key: {file: /keys/s}, session_token: {env: T}}}
              - {id: f, provider: bedrock, model: m, bedrock: {region: us-gov-west-1}, api_key: {file: /keys/b}}
            """);

        Assert.Equal(("2024-10-21", true), (deployments[0].AzureApiVersion, deployments[0].KeyInOwnHeader));
        Assert.Equal(("", true), (deployments[1].AzureApiVersion, deployments[1].KeyInOwnHeader));
        Assert.Equal(["a-2025-01-01", "z-2025-01-01"], deployments[2].AnthropicBeta);
        Assert.Null(deployments[2].BaseUrl);
        Assert.Equal("\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":0}}", deployments[3].ExtraBody);
        Assert.Equal(("us-east-1", "I", "/keys/s", "T"), (deployments[4].Aws!.Region, deployments[4].Aws!.AccessKeyId.Environment, deployments[4].Aws!.SecretAccessKey.File, deployments[4].Aws!.SessionToken.Environment));
        Assert.Equal("/keys/b", deployments[5].ApiKey.File);
        Assert.Contains("environment variable I is not set", deployments[4].ToProto(DateTimeOffset.UnixEpoch).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("provider: telepathy", ":3: provider: must be one of openai, openai-responses, anthropic, gemini, bedrock, replay; was 'telepathy'")]
    [InlineData("provider: anthropic\n    azure: {api_version: 1}", ":4: unknown key 'azure'")]
    [InlineData("provider: anthropic\n    anthropic: {betas: [a]}", ":4: unknown key 'betas'; known are beta.")]
    [InlineData("provider: anthropic\n    anthropic: {beta: [\"a b\"]}", ":4: beta: must list names")]
    [InlineData("provider: anthropic\n    extra_body: {system: x}", ":4: 'system' is written by the service itself")]
    [InlineData("provider: gemini\n    extra_body: {generationConfig: {maxOutputTokens: 5}}", ":4: 'generationConfig.maxOutputTokens' is written by the service itself")]
    [InlineData("provider: gemini\n    max_tokens_field: x", ":4: unknown key 'max_tokens_field'")]
    [InlineData("provider: gemini\n    base_url: \"https://x/v1?key=abc\"", ":4: base_url: must be an http or https address without query")]
    [InlineData("provider: openai", ":2: base_url: is missing")]
    [InlineData("provider: openai\n    base_url: https://x\n    auth: basic", ":5: auth: must be bearer or api-key")]
    [InlineData("provider: openai\n    base_url: https://x\n    azure: {}", ":5: api_version: is missing")]
    [InlineData("provider: bedrock", ":2: bedrock: is missing")]
    [InlineData("provider: bedrock\n    api_key: {env: K}\n    bedrock: {region: evil.example/}", ":5: region: must be a region's name")]
    [InlineData("provider: bedrock\n    bedrock: {region: us-east-1}", "bedrock needs either api_key, or access_key_id with secret_access_key")]
    [InlineData("provider: bedrock\n    bedrock: {region: us-east-1, access_key_id: {key: AKIAOOPS}, secret_access_key: {env: S}}", ":4: unknown key 'key'")]
    public void What_a_provider_cannot_have_is_named_with_its_line(string lines, string complaint)
    {
        var error = Assert.Throws<SettingsException>(() => Read($"deployments:\n  - id: b\n    {lines}\n    model: m\n"));

        Assert.Contains(error.Problems, problem => problem.Contains(complaint, StringComparison.Ordinal));
        Assert.DoesNotContain("AKIAOOPS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_recording_is_named_like_any_other_problem()
    {
        File.WriteAllText(folder.File("answers.jsonl"), "{\"text\":\"B\"}\n");

        var error = Assert.Throws<SettingsException>(() => Read("deployments:\n  - id: r\n    provider: replay\n    recordings: [{file: answers.jsonl}]\n"));

        Assert.Contains("answers.jsonl:1: a recorded completion needs", Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<DeploymentDefinition> Read(string yaml)
    {
        File.WriteAllText(folder.File("deployments.yaml"), yaml);
        return DeploymentFile.Read(folder.File("deployments.yaml"), PriceCatalog.Load());
    }
}
