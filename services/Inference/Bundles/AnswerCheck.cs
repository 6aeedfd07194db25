using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Bundles;

/// <summary>What an answer must be to be taken in.</summary>
internal static partial class AnswerCheck
{
    /// <summary>Bytes of one answer at most: more than any provider's reply may have.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>What is wrong, without the answer's text; null when nothing is.</summary>
    public static string? Problem(ImportCompletionsRequest request)
    {
        if (request.Completion is not { } answer) return "has no completion.";
        if (!Digest().IsMatch(answer.RequestDigest)) return "its request_digest is no lower-case hex SHA-256.";
        if (answer.CalculateSize() > MostBytes) return $"{answer.RequestDigest} is larger than {MostBytes / 1024 / 1024} MB.";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(AnswerHash.Of(answer)), Encoding.UTF8.GetBytes(request.Sha256)))
            return $"{answer.RequestDigest} does not match its sha256: it was changed after the export.";
        if (answer.Completion is null) return $"{answer.RequestDigest} holds no answer.";
        var usage = answer.Usage ?? new Usage();
        var negative = answer.CostNanoUsd < 0 || answer.Attempts < 0 || usage.InputTokens < 0 || usage.CachedInputTokens < 0 || usage.CacheWriteTokens < 0 || usage.OutputTokens < 0 || usage.ReasoningTokens < 0;
        return negative || !(answer.LatencyMs >= 0 && double.IsFinite(answer.LatencyMs)) ? $"{answer.RequestDigest} has a negative or impossible cost, count or time." : null;
    }

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digest();
}
