namespace MedHelm.ServiceDefaults;

/// <summary>Master keys as text: 32 random bytes each, in base64, a key a line. No message ever repeats a key.</summary>
public static class MasterKeyText
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>The keys of a text, in order; what is wrong with it is added to the problems.</summary>
    /// <param name="text">As configured.</param>
    /// <param name="source">Where it was found, for the message.</param>
    /// <param name="problems">Hears of a line that is no key, and of a text without any.</param>
    public static IReadOnlyList<byte[]> Parse(string text, string source, ICollection<string> problems)
    {
        var keys = new List<byte[]>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var key = new byte[KeyBytes];
            if (Convert.TryFromBase64String(line, key, out var length) && length == KeyBytes) keys.Add(key);
            else problems.Add($"{source} must hold keys of {KeyBytes} random bytes in base64, one a line, such as 'openssl rand -base64 {KeyBytes}' makes them.");
        }
        if (keys.Count == 0 && problems.Count == 0) problems.Add($"{source} holds no key; make one with 'openssl rand -base64 {KeyBytes}'.");
        return keys;
    }

    internal static IReadOnlyList<byte[]> Configured(string? text, string? file, List<string> problems)
    {
        var hasText = !string.IsNullOrWhiteSpace(text);
        if (string.IsNullOrEmpty(file)) return hasText ? Parse(text!, "MEDHELM__MASTERKEY", problems) : [];
        if (hasText)
        {
            problems.Add("MEDHELM__MASTERKEY and MEDHELM__MASTERKEYFILE are both set; keep one of them.");
            return [];
        }
        try
        {
            return Parse(File.ReadAllText(file), $"The file '{file}' of MEDHELM__MASTERKEYFILE", problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"MEDHELM__MASTERKEYFILE names '{file}', which cannot be read ({e.GetType().Name}).");
            return [];
        }
    }
}
