using System.Buffers.Text;
using System.Text.Json;

namespace MedHelm.Scoring.Storage;

/// <summary>Where the next page of scores begins, opaque to callers.</summary>
internal static class ScorePageToken
{
    internal static string Write(ScoreKey last) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([last.Candidate, last.Benchmark, last.Instance]));

    /// <summary>False when the token is none that was given out.</summary>
    internal static bool TryRead(string token, out ScoreKey? after)
    {
        after = null;
        if (token.Length == 0) return true;
        try
        {
            if (JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(token)) is not [{ } candidate, { } benchmark, { } instance]) return false;
            after = new(candidate, benchmark, instance);
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }
}
