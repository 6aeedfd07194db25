using System.Text;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation;

/// <summary>Opaque page tokens: the key after which a page starts.</summary>
internal static class PageToken
{
    public static string Of(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    /// <summary>The key; null for the first page.</summary>
    public static string? Read(string token, Violations violations)
    {
        if (token.Length == 0) return null;
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var count)) return Encoding.UTF8.GetString(bytes, 0, count);
        violations.Add("page_token", "is not one this service gave out; start again without it.");
        return null;
    }

    public static int Size(int asked, Violations violations)
    {
        violations.Require(asked is >= 0 and <= 1000, "page_size", $"must be from 0 to 1000, was {asked}.");
        return asked == 0 ? 100 : asked;
    }
}
