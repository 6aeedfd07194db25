using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedHelm.Testing.Fakes;

/// <summary>Answers that depend on model and prompt alone: a rating, the letter of an option, or a short text.</summary>
public static partial class DefaultReplies
{
    private static readonly string[] UsualCriteria = ["accuracy", "completeness", "clarity"];

    public static string For(ChatRequest request)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Model}\n{request.PromptSha256}"), hash);
        if (request.Prompt.Contains("<response>", StringComparison.Ordinal)) return Rating(request.Prompt, hash);
        var letters = OptionLetters(request.Prompt);
        return letters.Length > 0
            ? letters[(int)(BinaryPrimitives.ReadUInt32LittleEndian(hash) % (uint)letters.Length)].ToString()
            : $"Answer {Convert.ToHexStringLower(hash[..8])} of the fake provider.";
    }

    // The prompt shows the reply it wants, so the criteria are the keys of objects in it.
    private static string Rating(string prompt, ReadOnlySpan<byte> hash)
    {
        var asked = CriterionKey().Matches(prompt).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray();
        var rating = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (index, criterion) in (asked.Length > 0 ? asked : UsualCriteria).Index())
        {
            var score = 1 + (hash[index % hash.Length] % 5);
            rating[criterion] = new { score, explanation = string.Create(CultureInfo.InvariantCulture, $"The fake provider gives {score}.") };
        }
        return JsonSerializer.Serialize(rating);
    }

    // The last block of lines "A. ...", "B. ..." counts: examples before it have options, too.
    private static string OptionLetters(string prompt)
    {
        var letters = new StringBuilder();
        foreach (var line in prompt.AsSpan().EnumerateLines())
        {
            if (line.Length < 3 || !char.IsAsciiLetterUpper(line[0]) || line[1] is not ('.' or ')') || line[2] != ' ') continue;
            if (line[0] == 'A') letters.Clear();
            if (line[0] == 'A' + letters.Length) letters.Append(line[0]);
        }
        return letters.ToString();
    }

    [GeneratedRegex("""
        "(?<name>\w+)"\s*:\s*\{\s*"score"
        """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CriterionKey();
}
