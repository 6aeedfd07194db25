using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>Gets prompts from the service that keeps them.</summary>
internal sealed class PromptFetcher(IEnumerable<PromptKeeper> keepers)
{
    // A prompt may have 100,000 tokens; a few dozen of those still fit one reply.
    private const int AtOnce = 50;

    private readonly Dictionary<string, PromptKeeper> byService = keepers.ToDictionary(keeper => keeper.Service, StringComparer.Ordinal);

    /// <summary>The prompts that are known, by digest.</summary>
    public async Task<Dictionary<string, string>> FetchAsync(string service, IReadOnlyList<string> digests, CancellationToken cancel)
    {
        var prompts = new Dictionary<string, string>(digests.Count, StringComparer.Ordinal);
        if (!byService.TryGetValue(service, out var keeper)) return prompts;
        foreach (var some in digests.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var response = await keeper.Client.GetPromptsAsync(new GetPromptsRequest { Digests = { some } }, cancellationToken: cancel);
            foreach (var prompt in response.Prompts) prompts[prompt.Digest] = prompt.Text;
        }
        return prompts;
    }
}
