using Grpc.Core;
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
        foreach (var some in digests.Distinct(StringComparer.Ordinal).Chunk(AtOnce)) await AddAsync(keeper, some, prompts, cancel);
        return prompts;
    }

    // Where they do not fit one reply, halves of them may.
    private static async Task AddAsync(PromptKeeper keeper, string[] digests, Dictionary<string, string> prompts, CancellationToken cancel)
    {
        try
        {
            var response = await keeper.Client.GetPromptsAsync(new GetPromptsRequest { Digests = { digests } }, cancellationToken: cancel);
            foreach (var prompt in response.Prompts) prompts[prompt.Digest] = prompt.Text;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && digests.Length > 1)
        {
            foreach (var half in digests.Chunk((digests.Length + 1) / 2)) await AddAsync(keeper, half, prompts, cancel);
        }
    }
}
