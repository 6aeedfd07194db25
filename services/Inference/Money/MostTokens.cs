using System.Text;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Money;

/// <summary>
/// More tokens than a request can have, whatever the tokenizer: the byte-level ones in use never make two tokens of one byte.
/// Templates around messages and tools are allowed for.
/// </summary>
internal static class MostTokens
{
    private const int Base = 64;
    private const int PerMessage = 16;
    private const int PerTool = 512;

    public static long OfInput(ProviderRequest request)
    {
        var conversation = request.Conversation!;
        // Options may carry text too, such as documents to answer from.
        long tokens = Base + Bytes(request.ProviderOptions) + Bytes(request.Deployment.ExtraBody);
        foreach (var message in conversation.Messages)
        {
            tokens += PerMessage + Bytes(message.Content) + Bytes(message.Name) + Bytes(message.ToolCallId);
            foreach (var call in message.ToolCalls) tokens += PerMessage + Bytes(call.Id) + Bytes(call.Name) + Bytes(call.ArgumentsJson);
        }
        foreach (var tool in conversation.Tools) tokens += PerTool + Bytes(tool.Name) + Bytes(tool.Description) + Bytes(tool.ParametersJson);
        return tokens + Bytes(conversation.ResponseFormat?.SchemaJson ?? "");
    }

    public static long OfOutput(ProviderRequest request) =>
        request.Parameters.MaxOutputTokens > 0 ? request.Parameters.MaxOutputTokens : request.Deployment.MostOutputTokens;

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
