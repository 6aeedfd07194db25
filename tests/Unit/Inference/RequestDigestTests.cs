using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class RequestDigestTests
{
    private static readonly ProviderRequest Base = new()
    {
        Deployment = new DeploymentDefinition { Id = "openai/m", Provider = "openai", Model = "m-1", BaseUrl = new Uri("https://one.example/v1/") },
        PromptDigest = "aa",
        Parameters = new DecodingParameters { Temperature = 0, MaxOutputTokens = 10 },
    };

    public static TheoryData<string> Changes => [.. Mutations.Keys];

    private static Dictionary<string, Func<ProviderRequest, ProviderRequest>> Mutations => new(StringComparer.Ordinal)
    {
        ["deployment"] = r => r with { Deployment = r.Deployment with { Id = "openai/n" } },
        ["provider"] = r => r with { Deployment = r.Deployment with { Provider = "replay" } },
        ["model"] = r => r with { Deployment = r.Deployment with { Model = "m-2" } },
        ["address"] = r => r with { Deployment = r.Deployment with { BaseUrl = new Uri("https://two.example/v1/") } },
        ["prompt"] = r => r with { PromptDigest = "ab" },
        ["temperature"] = r => With(r, p => p.Temperature = 0.1),
        ["no temperature"] = r => With(r, p => p.ClearTemperature()),
        ["output limit"] = r => With(r, p => p.MaxOutputTokens = 11),
        ["top p"] = r => With(r, p => p.TopP = 1),
        ["seed"] = r => With(r, p => p.Seed = 0),
        ["stop"] = r => With(r, p => p.Stop.Add("\n")),
        ["stop twice"] = r => With(r, p => p.Stop.AddRange(["\n", "\n"])),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_anything_that_can_change_the_answer_misses_the_cache(string change) =>
        Assert.NotEqual(RequestDigest.Of(Base, ""), RequestDigest.Of(Mutations[change](Base), ""));

    [Fact]
    public void Every_change_gives_a_key_of_its_own() =>
        Assert.Equal(Mutations.Count, Mutations.Values.Select(change => RequestDigest.Of(change(Base), "")).Distinct().Count());

    [Fact]
    public void What_the_provider_adds_is_part_of_the_key() => Assert.NotEqual(RequestDigest.Of(Base, ""), RequestDigest.Of(Base, "\"reasoning_effort\":\"low\""));

    [Fact]
    public void What_cannot_change_the_answer_hits_the_cache()
    {
        var other = Base with { Prompt = "the text", Deployment = Base.Deployment with { MaxInFlight = 99, Retries = 0, DisplayName = "other", Timeout = TimeSpan.FromSeconds(1) } };

        Assert.Equal(RequestDigest.Of(Base, ""), RequestDigest.Of(other, ""));
    }

    private static ProviderRequest With(ProviderRequest request, Action<DecodingParameters> change)
    {
        var parameters = request.Parameters.Clone();
        change(parameters);
        return request with { Parameters = parameters };
    }
}
