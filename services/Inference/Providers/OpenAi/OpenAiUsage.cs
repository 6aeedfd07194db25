using System.Text.Json;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers.OpenAi;

/// <summary>Reads the usage of a chat completion. The provider's totals include the cached and reasoning parts; ours are disjoint.</summary>
internal static class OpenAiUsage
{
    /// <summary>All zero where the reply has none.</summary>
    public static Usage Of(JsonElement reply)
    {
        if (!ReplyJson.TryGet(reply, "usage", JsonValueKind.Object, out var usage)) return new Usage();
        ReplyJson.TryGet(usage, "prompt_tokens_details", JsonValueKind.Object, out var inputDetails);
        ReplyJson.TryGet(usage, "completion_tokens_details", JsonValueKind.Object, out var outputDetails);
        // DeepSeek counts hits and misses of its prompt cache beside the prompt's tokens.
        var hits = ReplyJson.Count(usage, "prompt_cache_hit_tokens");
        var cached = ReplyJson.Has(inputDetails, "cached_tokens") ? ReplyJson.Count(inputDetails, "cached_tokens") : hits;
        var input = ReplyJson.Has(usage, "prompt_tokens") ? ReplyJson.Count(usage, "prompt_tokens") : hits + ReplyJson.Count(usage, "prompt_cache_miss_tokens");
        var output = ReplyJson.Count(usage, "completion_tokens");
        var reasoning = ReplyJson.Count(outputDetails, "reasoning_tokens");
        // Some servers count reasoning beside the completion, and their total says so. Any other total that disagrees is
        // taken for the mistake.
        if (reasoning > 0 && ReplyJson.Count(usage, "total_tokens") == input + output + reasoning) output += reasoning;
        return TokenBuckets.Of(input, cached, ReplyJson.Count(inputDetails, "cache_write_tokens"), output, reasoning);
    }
}
