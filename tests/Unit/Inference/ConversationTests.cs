using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class ConversationTests
{
    private static readonly Conversation Base = new()
    {
        Messages =
        [
            new Message { Role = Role.System, Content = "Be brief." },
            new Message { Role = Role.User, Content = "How much?", Name = "ward" },
            new Message { Role = Role.Assistant, ToolCalls = { new ToolCall { Id = "1", Name = "dose", ArgumentsJson = """{"drug":"a","kg":70}""" } } },
            new Message { Role = Role.Tool, Content = "5 mg", ToolCallId = "1" },
        ],
        Tools = [new Tool { Name = "dose", Description = "Looks a dose up.", ParametersJson = """{"type":"object","properties":{"drug":{"type":"string"}}}""" }],
        ResponseFormat = new ResponseFormat { Kind = ResponseFormat.Types.Kind.JsonSchema, Name = "answer", SchemaJson = """{"type":"object"}""" },
    };

    public static TheoryData<string> Changes => [.. Mutations.Keys];

    private static Dictionary<string, Func<Conversation, Conversation>> Mutations => new(StringComparer.Ordinal)
    {
        ["role"] = c => With(c, 0, m => m.Role = Role.User),
        ["content"] = c => With(c, 1, m => m.Content = "How much? "),
        ["name"] = c => With(c, 1, m => m.Name = ""),
        ["call id"] = c => With(c, 2, m => m.ToolCalls[0].Id = "2"),
        ["call name"] = c => With(c, 2, m => m.ToolCalls[0].Name = "weight"),
        ["call arguments"] = c => With(c, 2, m => m.ToolCalls[0].ArgumentsJson = """{"drug":"a","kg":71}"""),
        ["result of"] = c => With(c, 3, m => m.ToolCallId = "2"),
        ["order"] = c => c with { Messages = [c.Messages[1], c.Messages[0], c.Messages[2], c.Messages[3]] },
        ["fewer"] = c => c with { Messages = [.. c.Messages.Take(3)] },
        ["tool name"] = c => WithTool(c, t => t.Name = "dosage"),
        ["tool description"] = c => WithTool(c, t => t.Description = ""),
        ["tool parameters"] = c => WithTool(c, t => t.ParametersJson = """{"type":"object"}"""),
        ["tool strictness"] = c => WithTool(c, t => t.Strict = true),
        ["no tools"] = c => c with { Tools = [] },
        ["tool choice"] = c => c with { ToolChoice = "required" },
        ["form"] = c => c with { ResponseFormat = null },
        ["form kind"] = c => WithFormat(c, f => f.Kind = ResponseFormat.Types.Kind.JsonObject),
        ["form name"] = c => WithFormat(c, f => f.Name = "other"),
        ["form schema"] = c => WithFormat(c, f => f.SchemaJson = """{"type":"array"}"""),
        ["form strictness"] = c => WithFormat(c, f => f.Strict = true),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_anything_the_model_is_told_is_another_question(string change) =>
        Assert.NotEqual(Base.ComputeDigest(), Mutations[change](Base).ComputeDigest());

    [Fact]
    public void Every_change_is_a_question_of_its_own() =>
        Assert.Equal(Mutations.Count, Mutations.Values.Select(change => change(Base).ComputeDigest()).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Order_of_names_and_white_space_in_embedded_json_change_nothing()
    {
        var same = WithTool(
            With(Base, 2, m => m.ToolCalls[0].ArgumentsJson = """{ "kg": 70, "drug": "a" }"""),
            t => t.ParametersJson = """{"properties": {"drug": {"type": "string"}}, "type": "object"}""");

        Assert.Equal(Base.ComputeDigest(), same.ComputeDigest());
    }

    [Fact]
    public void The_order_in_which_a_schema_asks_for_its_properties_is_part_of_the_question()
    {
        const string ReasonFirst = """{"type":"object","properties":{"reason":{"type":"string"},"answer":{"type":"string"}}}""";
        const string AnswerFirst = """{"type":"object","properties":{"answer":{"type":"string"},"reason":{"type":"string"}}}""";

        Assert.NotEqual(WithFormat(Base, f => f.SchemaJson = ReasonFirst).ComputeDigest(), WithFormat(Base, f => f.SchemaJson = AnswerFirst).ComputeDigest());
        Assert.Equal(ReasonFirst.Replace("\"type\":\"object\",", "", StringComparison.Ordinal).Replace("}}}", "}},\"type\":\"object\"}", StringComparison.Ordinal), CanonicalConversation.Schema(ReasonFirst));
    }

    [Fact]
    public void Automatic_choice_of_tools_is_what_happens_anyway() => Assert.Equal(Base.ComputeDigest(), (Base with { ToolChoice = "auto" }).ComputeDigest());

    [Fact]
    public void A_single_user_message_is_the_same_question_as_its_prompt()
    {
        Assert.Equal(Digest.Of("the text"), Conversation.OfPrompt("the text").ComputeDigest());
        Assert.NotEqual(Digest.Of("the text"), (Conversation.OfPrompt("the text") with { ToolChoice = "none" }).ComputeDigest());
    }

    private static Conversation With(Conversation conversation, int index, Action<Message> change)
    {
        var messages = conversation.Messages.Select(message => message.Clone()).ToList();
        change(messages[index]);
        return conversation with { Messages = messages };
    }

    private static Conversation WithTool(Conversation conversation, Action<Tool> change)
    {
        var tool = conversation.Tools[0].Clone();
        change(tool);
        return conversation with { Tools = [tool] };
    }

    private static Conversation WithFormat(Conversation conversation, Action<ResponseFormat> change)
    {
        var format = conversation.ResponseFormat!.Clone();
        change(format);
        return conversation with { ResponseFormat = format };
    }
}
