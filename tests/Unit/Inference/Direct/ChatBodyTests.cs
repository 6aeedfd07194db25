using System.Text;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.OpenAiRoute;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Direct;

public sealed class ChatBodyTests
{
    [Fact]
    public void Every_field_that_shapes_an_answer_finds_its_place()
    {
        var question = Read("""
            {"model": "fake/m", "temperature": 0.5, "top_p": 0.9, "max_completion_tokens": 100.0, "stop": ["a", "b"], "seed": 7, "presence_penalty": 1, "frequency_penalty": -1,
             "reasoning_effort": "low", "n": 3, "stream": true, "stream_options": {"include_usage": true}, "user": "u", "metadata": {"k": "v"}, "store": true, "logit_bias": {"50256": -100},
             "verbosity": "low", "logprobs": false, "modalities": ["text"], "service_tier": "auto", "messages": [{"role": "user", "content": "Hi"}]}
            """);
        var parameters = question.Request.Parameters;
        Assert.Equal((0.5, 0.9, 100, 7L), (parameters.Temperature, parameters.TopP, parameters.MaxOutputTokens, parameters.Seed));
        Assert.Equal((1.0, -1.0, "low"), (parameters.PresencePenalty, parameters.FrequencyPenalty, parameters.ReasoningEffort));
        Assert.Equal(["a", "b"], parameters.Stop);
        Assert.Equal(("fake/m", 3, true, true), (question.Request.Deployment, question.Answers, question.Streams, question.IncludesUsage));
        Assert.Equal("""{"logit_bias":{"50256": -100},"verbosity":"low"}""", question.Request.ProviderOptionsJson);
    }

    [Fact]
    public void Null_is_as_good_as_absent()
    {
        var question = Read("""{"model": "m", "messages": [{"role": "user", "content": "Hi", "name": null}], "temperature": null, "stop": null, "tools": null, "response_format": null, "n": null, "x": null, "stream": null}""");
        Assert.Equal(new CompleteRequest { Deployment = "m", Parameters = new DecodingParameters(), Messages = { new Message { Role = Role.User, Content = "Hi" } } }, question.Request);
        Assert.Equal((1, false), (question.Answers, question.Streams));
    }

    [Fact]
    public void Conversation_with_tools_is_read_whole()
    {
        var request = Read("""
            {"model": "m", "tool_choice": {"type": "function", "function": {"name": "look"}}, "tools": [{"type": "function", "function": {"name": "look", "description": "d", "strict": true, "parameters": {"type": "object"}}}],
             "response_format": {"type": "json_schema", "json_schema": {"name": "s", "strict": true, "schema": {"type": "object"}}},
             "messages": [{"role": "developer", "content": "be kind"}, {"role": "user", "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]},
               {"role": "assistant", "content": null, "refusal": null, "annotations": [], "audio": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{\"a\": 1}"}}]},
               {"role": "tool", "tool_call_id": "c1", "content": "result"}]}
            """).Request;
        Assert.Equal([Role.System, Role.User, Role.Assistant, Role.Tool], request.Messages.Select(m => m.Role));
        Assert.Equal("one\ntwo", request.Messages[1].Content);
        Assert.Equal(new ToolCall { Id = "c1", Name = "look", ArgumentsJson = "{\"a\": 1}" }, Assert.Single(request.Messages[2].ToolCalls));
        Assert.Equal("c1", request.Messages[3].ToolCallId);
        Assert.Equal(new Tool { Name = "look", Description = "d", Strict = true, ParametersJson = """{"type": "object"}""" }, Assert.Single(request.Tools));
        Assert.Equal("look", request.ToolChoice);
        Assert.Equal(new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonSchema, Name = "s", Strict = true, SchemaJson = """{"type": "object"}""" }, request.ResponseFormat);
    }

    [Theory]
    [InlineData("""{"logprobs": true}""", "logprobs")]
    [InlineData("""{"audio": {"voice": "a"}}""", "audio")]
    [InlineData("""{"modalities": ["text", "audio"]}""", "modalities")]
    [InlineData("""{"functions": []}""", "functions")]
    [InlineData("""{"service_tier": "flex"}""", "service_tier")]
    [InlineData("""{"n": 0}""", "n")]
    [InlineData("""{"temperature": "hot"}""", "temperature")]
    [InlineData("""{"max_tokens": 10, "max_completion_tokens": 11}""", "max_completion_tokens")]
    [InlineData("""{"tool_choice": {"type": "allowed_tools"}}""", "tool_choice")]
    [InlineData("""{"tools": [{"type": "web_search"}]}""", "tools[0].type")]
    [InlineData("""{"response_format": {"type": "grammar"}}""", "response_format.type")]
    [InlineData("""{"messages": []}""", "messages")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, {"role": "judge", "content": "b"}]}""", "messages[1].role")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}]}""", "messages[0].content")]
    [InlineData("""{"messages": [{"role": "user", "content": "a", "weight": 1}]}""", "messages[0].weight")]
    public void What_cannot_be_had_is_refused_by_name(string fields, string field)
    {
        var body = """{"model": "m", "messages": [{"role": "user", "content": "Hi"}], """ + fields.TrimStart('{');
        var error = Assert.Throws<OpenAiException>(() => Read(body));
        Assert.Equal((400, field), (error.Status, error.Param));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"model": "m" """)]
    [InlineData("""{"model": "m", "messages": [{"role": "user", "content": "Hi"}]} {}""")]
    [InlineData("""{"model": "\ud800", "messages": []}""")]
    public void What_is_no_chat_is_an_invalid_request(string body) => Assert.Equal(400, Assert.Throws<OpenAiException>(() => Read(body)).Status);

    private static ChatQuestion Read(string body) => ChatBody.Read(Encoding.UTF8.GetBytes(body));
}
