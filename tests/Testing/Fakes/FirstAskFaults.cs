using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MedHelm.Testing.Fakes;

/// <summary>
/// Faults that befall some questions the first time they are asked. A seed and the question alone decide which, so that the same
/// ones are struck in whatever order the work is done.
/// </summary>
public static class FirstAskFaults
{
    /// <summary>Rules for <see cref="FakeOpenAiOptions.Faults"/>.</summary>
    /// <param name="seed">Another one strikes other questions.</param>
    /// <param name="tooMany">Share of the questions, from 0 to 1, that are answered 429 without Retry-After.</param>
    /// <param name="stalled">Share of the questions that are not answered until the caller gives up.</param>
    public static IReadOnlyList<FaultRule> Rules(int seed, double tooMany, double stalled)
    {
        var asked = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return
        [
            new FaultRule(FaultKind.TooManyRequests) { RetryAfter = TimeSpan.Zero, When = request => Draw(seed, request) < tooMany && IsFirst(request) },
            new FaultRule(FaultKind.Hang) { When = request => Draw(seed, request) is var drawn && drawn >= tooMany && drawn < tooMany + stalled && IsFirst(request) },
        ];

        bool IsFirst(ChatRequest request) => asked.TryAdd(request.BodySha256, true);
    }

    private static double Draw(int seed, ChatRequest request)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{request.Model}\n{request.PromptSha256}")));
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
    }
}
