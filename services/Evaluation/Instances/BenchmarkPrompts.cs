using MedHelm.Contracts;
using MedHelm.Evaluation.Storage;

namespace MedHelm.Evaluation.Instances;

/// <summary>The prompts of benchmark instances.</summary>
internal sealed class BenchmarkPrompts(InstanceStore store) : IPromptSource
{
    public Task<IReadOnlyList<(string Digest, string Text)>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel) =>
        store.FindPromptsAsync(digests, cancel);
}
