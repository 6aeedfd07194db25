using System.Buffers.Text;
using System.Text.Json;
using MedHelm.Judging.Storage;

namespace MedHelm.Judging.Verdicts;

/// <summary>The last verdict of a page, as an opaque word.</summary>
internal static class PageToken
{
    public static string After(VerdictKey last) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([last.Candidate, last.Benchmark, last.InstanceId, last.Juror]));

    public static bool TryParse(string token, out VerdictKey? after)
    {
        after = null;
        if (token.Length == 0) return true;
        try
        {
            if (JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(token)) is not [{ } candidate, { } benchmark, { } instance, { } juror]) return false;
            after = new VerdictKey(candidate, benchmark, instance, juror);
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }
}
