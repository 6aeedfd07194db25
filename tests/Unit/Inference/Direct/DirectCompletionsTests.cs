using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Direct;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Direct;

public sealed class DirectCompletionsTests
{
    private readonly DirectCompletions direct = new(
        new DeploymentRegistry([new DeploymentDefinition { Id = "fake/m", Provider = "openai", Model = "m" }]), (_, _, _) => throw new NotSupportedException());

    [Fact]
    public void One_user_message_is_the_same_question_as_the_prompt() =>
        Assert.Equal(Prepare(new CompleteRequest { Prompt = "Hi" }).Request.PromptDigest, Prepare(Asking("Hi")).Request.PromptDigest);

    [Fact]
    public void White_space_and_order_in_json_and_values_that_say_nothing_make_no_other_question()
    {
        var one = Asking("Hi");
        one.Tools.Add(new Tool { Name = "look", ParametersJson = """{"type": "object", "properties": {}}""" });
        one.ToolChoice = "auto";
        one.ProviderOptionsJson = """{"b": {"y": 1, "x": [1, 2]}, "a": null, "c": {}, "d": []}""";
        one.Parameters = new DecodingParameters { PresencePenalty = 0, FrequencyPenalty = 0 };
        var other = Asking("Hi");
        other.Tools.Add(new Tool { Name = "look", ParametersJson = """{"properties":{},"type":"object"}""" });
        other.ProviderOptionsJson = """{"b":{"x":[1,2],"y":1}}""";
        var (first, second) = (Prepare(one).Request, Prepare(other).Request);
        Assert.Equal(first.PromptDigest, second.PromptDigest);
        Assert.Equal(first.Conversation!.Tools, second.Conversation!.Tools);
        Assert.Equal("""{"b":{"x":[1,2],"y":1}}""", first.ProviderOptions);
        Assert.Equal(first.ProviderOptions, second.ProviderOptions);
        Assert.Equal(first.Parameters, second.Parameters);
    }

    [Fact]
    public void Options_that_hold_nothing_vanish() =>
        Assert.Equal("", Prepare(new CompleteRequest { Prompt = "Hi", ProviderOptionsJson = """{"logit_bias": null}""" }).Request.ProviderOptions);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var request = new CompleteRequest
        {
            Prompt = "Hi",
            DataTier = DataTier.Private,
            Project = "Not A Name",
            SampleIndex = -1,
            ProviderOptionsJson = """{"temperature": 1}""",
            ToolChoice = "missing",
            Tools = { new Tool { Name = "a b" }, new Tool { Name = "c", ParametersJson = "[" } },
            ResponseFormat = new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonSchema, SchemaJson = "" },
            Parameters = new DecodingParameters { Temperature = double.NaN, TopP = 0, MaxOutputTokens = -1, TopK = 0, PresencePenalty = 3, Stop = { "" } },
            Messages = { new Message { Content = "x" }, new Message { Role = Role.Tool, Content = "y", ToolCallId = "z" } },
        };
        var fields = FieldsOf(Assert.Throws<RpcException>(() => direct.Prepare(request)));
        Assert.Equal(
            [
                "deployment", "prompt", "messages[0].role", "messages[1].tool_call_id", "tools[0].name", "tools[1].parameters_json", "tool_choice", "response_format.schema_json",
                "parameters.temperature", "parameters.max_output_tokens", "parameters.top_p", "parameters.top_k", "parameters.presence_penalty", "parameters.stop",
                "sample_index", "project", "provider_options_json.temperature",
            ], fields);
    }

    [Fact]
    public void Text_is_refused_for_a_deployment_that_is_not_approved_for_its_tier()
    {
        var request = new CompleteRequest { Deployment = "fake/m", Prompt = "Hi", DataTier = DataTier.Private };
        Assert.Equal(["data_tier"], FieldsOf(Assert.Throws<RpcException>(() => direct.Prepare(request))));
    }

    [Fact]
    public async Task Stream_gives_the_pieces_then_the_outcome_and_a_text_that_never_came_in_one_piece()
    {
        var outcome = new CompletionOutcome { Completion = new Completion { Text = "ab" } };
        Assert.Equal(["a", "b", "|"], await PartsAsync(text =>
        {
            text?.Invoke("a");
            text?.Invoke("b");
            return Task.FromResult(outcome);
        }));
        Assert.Equal(["ab", "|"], await PartsAsync(_ => Task.FromResult(outcome)));
    }

    private async Task<List<string>> PartsAsync(Func<Action<string>?, Task<CompletionOutcome>> answer)
    {
        var parts = new List<string>();
        var streaming = new DirectCompletions(new DeploymentRegistry([]), (_, text, _) => answer(text));
        await foreach (var part in streaming.StreamAsync(Prepare(Asking("Hi")), default))
        {
            Assert.Equal(part.IsLast, part.Text.Length == 0);
            parts.Add(part.IsLast ? "|" : part.Text);
        }
        return parts;
    }

    private WantedCompletion Prepare(CompleteRequest request)
    {
        request.Deployment = "fake/m";
        request.DataTier = DataTier.Public;
        return direct.Prepare(request);
    }

    private static CompleteRequest Asking(string text) => new() { Messages = { new Message { Role = Role.User, Content = text } } };

    private static IEnumerable<string> FieldsOf(RpcException e) => e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field);
}
