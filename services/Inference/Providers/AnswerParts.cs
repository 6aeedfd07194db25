using System.Text;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>
/// What is gathered from a reply, whole or piece by piece, whichever API it came through. The one place that says which of
/// them is an answer and which a failure.
/// </summary>
internal sealed class AnswerParts
{
    public StringBuilder Text { get; } = new();

    public List<ToolCall> ToolCalls { get; } = [];

    public FinishReason Finish { get; set; }

    public string Model { get; set; } = "";

    public Usage Usage { get; set; } = new();

    /// <summary>The model declined, and the provider says so.</summary>
    public bool Refused { get; set; }

    /// <summary>The provider's filter stopped the request or the answer.</summary>
    public bool Filtered { get; set; }

    /// <exception cref="ProviderException">There is no answer.</exception>
    public ProviderReply ToReply()
    {
        if (Filtered) throw Failed(FailureReason.ContentFilter, "The provider's content filter stopped the answer.");
        if (Refused) throw Failed(FailureReason.Refusal, "The model declined to answer.");
        var text = Text.ToString();
        if (string.IsNullOrWhiteSpace(text) && ToolCalls.Count == 0)
            throw Finish == FinishReason.Length
                ? Failed(FailureReason.Length, "The output limit was spent before any answer; raise max_output_tokens for this deployment.")
                : Failed(FailureReason.Empty, "The answer has no text.");
        var completion = new Completion { Text = text, ModelSnapshot = Model, ToolCalls = { ToolCalls }, FinishReason = Finish };
        // Several servers say "stop" all the same.
        if (ToolCalls.Count > 0 && Finish != FinishReason.Length) completion.FinishReason = FinishReason.ToolCalls;
        return new ProviderReply(completion, Usage);
    }

    private ProviderException Failed(FailureReason reason, string message) =>
        new(reason, message) { Usage = Usage, MaybeBilled = Usage.Equals(new Usage()) };
}
