using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class MostTokensTests
{
    private static readonly ProviderRequest Base = new()
    {
        Deployment = new DeploymentDefinition { Id = "d", Provider = "openai", Model = "m", MostOutputTokens = 500 },
        PromptDigest = "p",
        Parameters = new DecodingParameters(),
        Conversation = Conversation.OfPrompt("żółć"),
    };

    [Fact]
    public void Every_byte_that_is_sent_may_be_a_token()
    {
        var plain = MostTokens.OfInput(Base);

        Assert.True(plain >= 8);
        Assert.Equal(plain + 1000, MostTokens.OfInput(Base with { ProviderOptions = new string('x', 1000) }));
        Assert.Equal(plain + 1000, MostTokens.OfInput(Base with { Deployment = Base.Deployment with { ExtraBody = new string('x', 1000) } }));
        Assert.True(MostTokens.OfInput(Base with { Conversation = Base.Conversation! with { Tools = [new Tool { Name = "t", ParametersJson = new string('x', 1000) }] } }) > plain + 1000);
    }

    [Fact]
    public void Without_an_output_limit_the_deployments_own_holds()
    {
        Assert.Equal(500, MostTokens.OfOutput(Base));
        Assert.Equal(7, MostTokens.OfOutput(Base with { Parameters = new DecodingParameters { MaxOutputTokens = 7 } }));
    }
}
