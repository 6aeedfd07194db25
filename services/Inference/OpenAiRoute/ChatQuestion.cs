using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>What a body of the chat completions API asks for.</summary>
internal sealed record ChatQuestion
{
    /// <summary>The question, not checked yet; project and data tier stand in headers.</summary>
    public required CompleteRequest Request { get; init; }

    /// <summary>Answers wanted, each a sample of its own.</summary>
    public required int Answers { get; init; }

    public required bool Streams { get; init; }

    /// <summary>A last chunk with the usage is wanted.</summary>
    public required bool IncludesUsage { get; init; }
}
