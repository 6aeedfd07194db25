using System.Buffers.Text;
using System.Text.Json;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>Pages of a list: how long they are, and the opaque token that says after which key the next one starts.</summary>
public static class Paging
{
    private const int LargestPage = 1000;
    private const int UsualPage = 100;

    /// <summary>The page size asked for; 0 means the usual one.</summary>
    public static int Size(int asked, Violations violations)
    {
        violations.Require(asked is >= 0 and <= LargestPage, "page_size", $"must be 0 to {LargestPage}, was {asked}.");
        return asked == 0 ? UsualPage : asked;
    }

    /// <summary>The token of the page after the item with this key.</summary>
    public static string TokenAfter(params string[] key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key));

    /// <summary>The key in a token; null for the first page, and for a token that was never given out, which is a violation.</summary>
    /// <param name="token">As the caller sent it.</param>
    /// <param name="parts">Parts of a key of this list.</param>
    /// <param name="violations">Hears of a bad token.</param>
    public static string[]? Key(string token, int parts, Violations violations)
    {
        if (token.Length == 0) return null;
        try
        {
            if (JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(token)) is { } key && key.Length == parts && key.All(part => part is not null && !part.Contains('\0', StringComparison.Ordinal))) return key!;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Falls through to the violation.
        }
        violations.Add("page_token", "must be empty or the next_page_token of the page before.");
        return null;
    }
}
