using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>What a model is told: messages, and the tools and the form of answer that go with them. Treated as immutable.</summary>
internal sealed record Conversation
{
    public required IReadOnlyList<Message> Messages { get; init; }

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>auto, none, required or a tool's name; empty for the provider's default.</summary>
    public string ToolChoice { get; init; } = "";

    /// <summary>Null for text.</summary>
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>The text, when the conversation is one user message and nothing else: the form in which runs ask.</summary>
    public string? AsPrompt => Messages is [{ Role: Role.User, ToolCalls.Count: 0, Name: "", ToolCallId: "" } only]
        && Tools.Count == 0 && ToolChoice.Length == 0 && ResponseFormat is null ? only.Content : null;

    /// <summary>A single user message.</summary>
    public static Conversation OfPrompt(string prompt) => new() { Messages = [new Message { Role = Role.User, Content = prompt }] };

    /// <summary>
    /// Lower-case hex SHA-256 of the prompt where it is only that, so that a question asked in a run and one asked directly are
    /// the same; else of the canonical form of everything, marked so that the two kinds never meet.
    /// </summary>
    public string ComputeDigest() => AsPrompt is { } prompt ? Digest.Of(prompt) : "conversation:" + Digest.Of(CanonicalConversation.Write(this));
}
