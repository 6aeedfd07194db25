using System.Text.Json;
using MedHelm.Inference.Providers.Http;

namespace MedHelm.Inference.Providers;

/// <summary>What became of one question of a batch: an answer, or why there is none.</summary>
/// <param name="RequestDigest">Names the question.</param>
/// <param name="Reply">The answer; null where there is none.</param>
/// <param name="Failure">Why not; passing where a live call may succeed.</param>
internal sealed record BatchResult(string RequestDigest, ProviderReply? Reply, ProviderException? Failure)
{
    /// <summary>Reads an answer the way a live one is read.</summary>
    public static BatchResult Of(string digest, Func<ProviderReply> read)
    {
        try
        {
            return new BatchResult(digest, read(), null);
        }
        catch (ProviderException e)
        {
            return new BatchResult(digest, null, e);
        }
    }

    /// <summary>Reads a line of a file of results. Null where it cannot be read: its question then counts as left out.</summary>
    public static BatchResult? OfLine(ReadOnlyMemory<byte> line, Func<JsonElement, BatchResult?> read)
    {
        try
        {
            return ReplyJson.Read(line, read);
        }
        catch (ProviderException)
        {
            return null;
        }
    }
}
