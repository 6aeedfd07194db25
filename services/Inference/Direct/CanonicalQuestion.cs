using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Direct;

/// <summary>
/// The one form of all checked requests that ask the same. It is also what is sent, so that a request digest, which goes along
/// as idempotency key, never stands for two different bodies.
/// </summary>
internal static class CanonicalQuestion
{
    public static Conversation Of(CompleteRequest request)
    {
        if (request.Messages.Count == 0 && request.Tools.Count == 0 && request.ResponseFormat is null) return Conversation.OfPrompt(request.Prompt);
        return new Conversation
        {
            Messages = request.Messages.Count == 0 ? [new Message { Role = Role.User, Content = request.Prompt }] : [.. request.Messages.Select(Of)],
            Tools = request.Tools.Count == 0 ? [] : [.. request.Tools.Select(Of)],
            // What every provider does when nothing is said.
            ToolChoice = request.ToolChoice == ToolChoices.Auto ? "" : request.ToolChoice,
            ResponseFormat = Of(request.ResponseFormat),
        };
    }

    /// <summary>A penalty of 0 is none.</summary>
    public static DecodingParameters? Of(DecodingParameters? parameters)
    {
        if (parameters is not ({ HasPresencePenalty: true, PresencePenalty: 0 } or { HasFrequencyPenalty: true, FrequencyPenalty: 0 })) return parameters;
        var same = parameters.Clone();
        if (same.PresencePenalty == 0) same.ClearPresencePenalty();
        if (same.FrequencyPenalty == 0) same.ClearFrequencyPenalty();
        return same;
    }

    private static Message Of(Message message)
    {
        if (message.ToolCalls.Count == 0) return message;
        var same = message.Clone();
        foreach (var call in same.ToolCalls) call.ArgumentsJson = CanonicalConversation.Json(call.ArgumentsJson);
        return same;
    }

    private static Tool Of(Tool tool)
    {
        var same = tool.Clone();
        same.ParametersJson = CanonicalConversation.Schema(same.ParametersJson);
        return same;
    }

    private static ResponseFormat? Of(ResponseFormat? format)
    {
        if (format is null or { Kind: ResponseFormat.Types.Kind.Unspecified }) return null;
        if (format.Kind == ResponseFormat.Types.Kind.JsonObject) return new ResponseFormat { Kind = format.Kind };
        var same = format.Clone();
        same.SchemaJson = CanonicalConversation.Schema(same.SchemaJson);
        return same;
    }
}
