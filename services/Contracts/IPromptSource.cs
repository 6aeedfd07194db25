namespace MedHelm.Contracts;

/// <summary>Prompts that a service keeps for Inference to fetch on a cache miss.</summary>
public interface IPromptSource
{
    /// <summary>The prompts that are known among those asked for.</summary>
    Task<IReadOnlyList<(string Digest, string Text)>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel);
}
