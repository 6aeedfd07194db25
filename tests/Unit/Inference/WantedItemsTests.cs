using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class WantedItemsTests
{
    private static readonly DeploymentDefinition Juror = new() { Id = "lab/judge", Provider = "openai", Model = "m-1" };

    [Fact]
    public void Every_call_of_a_juror_is_an_item_of_its_own()
    {
        CompletionBatch[] calls = [Batch(), Batch(repeat: 1), Batch(attempt: 1), Batch(repeat: 1, attempt: 1), Batch(judgement: "judgements/a"), Batch(judgement: "judgements/b")];

        Assert.Equal(calls.Length, calls.Select(call => ItemKey.Of(call, "q1")).Distinct(StringComparer.Ordinal).Count());
        // As in earlier versions, so that what they paid for is found.
        Assert.Equal("runs/r|bench|candidate|ada|q1", ItemKey.Of(Batch(), "q1"));
    }

    [Fact]
    public void The_form_and_the_sample_go_with_each_item()
    {
        var message = new CompletionsRequested
        {
            Batch = Batch(),
            Parameters = new DecodingParameters(),
            ResponseFormat = new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonObject },
            SampleIndex = 2,
            Items = { new RequestedCompletion { InstanceId = "q1", PromptDigest = "d1" }, new RequestedCompletion { InstanceId = "q2", PromptDigest = "d2" } },
        };

        Assert.All(WantedItems.Of(message, Juror), wanted => Assert.Equal((message.ResponseFormat, 2), (wanted.Request.ResponseFormat, wanted.Request.SampleIndex)));
    }

    private static CompletionBatch Batch(int repeat = 0, int attempt = 0, string judgement = "") => new()
    {
        Run = "runs/r",
        Benchmark = "bench",
        Candidate = "candidate",
        Purpose = Purpose.Juror,
        Juror = "ada",
        Repeat = repeat,
        Attempt = attempt,
        Judgement = judgement,
    };
}
