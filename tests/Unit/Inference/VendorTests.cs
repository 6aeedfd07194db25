using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.ServiceDefaults;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class VendorTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    [Theory]
    [InlineData("openai/gpt-4o-2024-08-06", "gpt-4o-2024-08-06", "openai")]
    [InlineData("azure/east", "gpt-4o", "openai")]
    [InlineData("o1", "o1-2024-12-17", "openai")]
    [InlineData("aws/claude", "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "anthropic")]
    [InlineData("google/gemini", "gemini-2.5-pro", "google")]
    [InlineData("own/medgemma", "google/medgemma-27b-text-it", "google")]
    [InlineData("fireworks/l", "accounts/fireworks/models/llama-v3p3-70b-instruct", "meta")]
    [InlineData("together/l", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta")]
    [InlineData("own/r1", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "deepseek")]
    [InlineData("qwen/q", "Qwen/Qwen2.5-72B-Instruct", "alibaba")]
    [InlineData("mistral/large", "mistral-large-2411", "mistral")]
    [InlineData("x-ai/g", "grok-4", "xai")]
    [InlineData("mistralai/next", "unheard-of", "mistral")]
    [InlineData("openai/next", "unheard-of", "openai")]
    // A host, a team and a recording are nobody's vendor.
    [InlineData("azure/x", "unheard-of", "")]
    [InlineData("icu/notes", "notes-v2", "")]
    [InlineData("replay/last-year", "replay/last-year", "")]
    [InlineData("phil/x", "phil-1", "")]
    [InlineData("own/o1x", "o1x", "")]
    public void A_vendor_is_told_from_the_models_family_or_a_vendors_name(string id, string model, string vendor) => Assert.Equal(vendor, Vendors.Of(id, model));

    [Theory]
    [InlineData("openai", "gpt-4o-2024-08-06", "https://api.openai.com/v1", true)]
    [InlineData("openai", "gpt-4o", "https://name.openai.azure.com/openai/v1", true)]
    [InlineData("openai-responses", "gpt-5", "https://api.openai.com/v1", true)]
    [InlineData("openai", "gpt-4o-2024-05-13", "https://api.openai.com/v1", false)]
    [InlineData("openai", "gpt-4-turbo", "https://api.openai.com/v1", false)]
    [InlineData("openai", "gpt-4.1", "https://api.openai.com/v1", true)]
    // Whether a compatible server takes a schema, only its owner knows.
    [InlineData("openai", "gpt-4o", "http://127.0.0.1:8000/v1", false)]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "", true)]
    [InlineData("anthropic", "claude-opus-4-1-20250805", "", true)]
    [InlineData("anthropic", "claude-sonnet-4-20250514", "", false)]
    [InlineData("anthropic", "claude-3-7-sonnet-20250219", "", false)]
    [InlineData("gemini", "gemini-2.5-flash", "", true)]
    [InlineData("gemini", "gemini-1.5-pro", "", false)]
    [InlineData("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", true)]
    [InlineData("bedrock", "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "", false)]
    [InlineData("bedrock", "meta.llama3-3-70b-instruct-v1:0", "", false)]
    [InlineData("replay", "gpt-4o", "", false)]
    [InlineData("baseline", "baseline/judge-f1", "", false)]
    public void A_schema_is_sent_unasked_only_where_it_is_documented(string provider, string model, string address, bool sent) =>
        Assert.Equal(sent, StructuredOutputs.Documented(provider, model, address));

    [Theory]
    [InlineData("", "openai", true)]
    [InlineData("vendor: acme", "acme", true)]
    [InlineData("structured_output: false", "openai", false)]
    public void The_file_decides_where_it_says_so(string line, string vendor, bool structured)
    {
        var shown = Assert.Single(Read(line)).ToProto(DateTimeOffset.UnixEpoch);

        Assert.Equal((vendor, structured), (shown.Vendor, shown.StructuredOutput));
    }

    [Theory]
    [InlineData("vendor: Open AI", "vendor: must be a name such as openai")]
    [InlineData("structured_output: maybe", "structured_output: must be true or false")]
    public void A_slip_is_refused_with_its_line(string line, string message)
    {
        var error = Assert.Throws<SettingsException>(() => Read(line));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(":6:", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<DeploymentDefinition> Read(string line) => DeploymentFile.Read(
        folder.Write("deployments.yaml", $"deployments:\n  - id: m\n    provider: openai\n    model: gpt-4o-2024-08-06\n    base_url: https://api.openai.com/v1\n    {line}\n"), PriceCatalog.Load(null));
}
