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
        ["top k"] = r => With(r, p => p.TopK = 1),
        ["presence penalty"] = r => With(r, p => p.PresencePenalty = 0.5),
        ["frequency penalty"] = r => With(r, p => p.FrequencyPenalty = 0.5),
        ["reasoning effort"] = r => With(r, p => p.ReasoningEffort = "low"),
        ["sample"] = r => r with { SampleIndex = 1 },
        ["form"] = r => r with { ResponseFormat = new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonSchema, SchemaJson = "{}" } },
        ["strict form"] = r => r with { ResponseFormat = new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonSchema, SchemaJson = "{}", Strict = true } },
        ["provider options"] = r => r with { ProviderOptions = """{"min_p":0.1}""" },
        ["gated tier"] = r => r with { DataTier = DataTier.Gated },
        ["private tier"] = r => r with { DataTier = DataTier.Private },
        ["private tier of a project"] = r => r with { DataTier = DataTier.Private, Project = "icu" },
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
        var other = Base with { Conversation = Conversation.OfPrompt("the text"), Project = "icu", Deployment = Base.Deployment with { MaxInFlight = 99, Retries = 0, DisplayName = "other", Timeout = TimeSpan.FromSeconds(1) } };

        Assert.Equal(RequestDigest.Of(Base, ""), RequestDigest.Of(other, ""));
    }

    [Fact]
    public void Every_field_of_the_decoding_parameters_is_in_the_key()
    {
        var covered = Mutations.Values.Select(change => change(Base).Parameters).ToList();

        foreach (var field in DecodingParameters.Descriptor.Fields.InDeclarationOrder())
            Assert.Contains(covered, parameters => !Equals(field.Accessor.GetValue(parameters), field.Accessor.GetValue(Base.Parameters))
                || (field.HasPresence && field.Accessor.HasValue(parameters) != field.Accessor.HasValue(Base.Parameters)));
    }

    [Fact]
    public void A_penalty_of_nothing_is_no_penalty() =>
        Assert.Equal(RequestDigest.Of(Base, ""), RequestDigest.Of(With(With(Base, p => p.PresencePenalty = 0.0), p => p.FrequencyPenalty = -0.0), ""));

    [Fact]
    public void A_negative_zero_is_the_same_temperature() =>
        Assert.Equal(RequestDigest.Of(Base, ""), RequestDigest.Of(With(Base, p => p.Temperature = -0.0), ""));

    [Fact]
    public void A_documented_default_written_out_is_the_same_question_at_the_provider_that_documents_it()
    {
        var official = With(Base with { Deployment = Base.Deployment with { BaseUrl = new Uri("https://api.openai.com/v1/") } }, p => p.ClearTemperature());
        var compatible = With(Base, p => p.ClearTemperature());

        Assert.Equal(RequestDigest.Of(official, ""), RequestDigest.Of(With(With(official, p => p.Temperature = 1), p => p.TopP = 1), ""));
        Assert.NotEqual(RequestDigest.Of(compatible, ""), RequestDigest.Of(With(compatible, p => p.Temperature = 1), ""));
    }

    [Fact]
    public void A_public_question_is_the_same_in_every_project_and_a_private_one_is_not()
    {
        var secret = Base with { DataTier = DataTier.Private };

        Assert.Equal(RequestDigest.Of(Base, ""), RequestDigest.Of(Base with { Project = "icu" }, ""));
        Assert.NotEqual(RequestDigest.Of(secret, ""), RequestDigest.Of(secret with { Project = "icu" }, ""));
    }

    private static ProviderRequest With(ProviderRequest request, Action<DecodingParameters> change)
    {
        var parameters = request.Parameters.Clone();
        change(parameters);
        return request with { Parameters = parameters };
    }
}
