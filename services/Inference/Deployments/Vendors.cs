using System.Text.RegularExpressions;

namespace MedHelm.Inference.Deployments;

/// <summary>Who made a model, told from its name, where the deployments file does not say.</summary>
internal static partial class Vendors
{
    // How the models of a family begin. The longest beginning counts.
    private static readonly (string Family, string Vendor)[] Families =
    [
        ("gpt", "openai"), ("chatgpt", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4-mini", "openai"), ("davinci", "openai"),
        ("claude", "anthropic"),
        ("gemini", "google"), ("gemma", "google"), ("medgemma", "google"), ("med-gemini", "google"), ("med-palm", "google"), ("palm", "google"),
        ("llama", "meta"), ("meta-llama", "meta"), ("codellama", "meta"),
        ("mistral", "mistral"), ("mixtral", "mistral"), ("ministral", "mistral"), ("magistral", "mistral"), ("pixtral", "mistral"), ("codestral", "mistral"),
        ("deepseek", "deepseek"),
        ("qwen", "alibaba"), ("qwq", "alibaba"),
        ("phi-", "microsoft"), ("command-", "cohere"), ("aya-", "cohere"), ("grok", "xai"), ("nova-", "amazon"), ("titan", "amazon"), ("nemotron", "nvidia"),
        ("kimi", "moonshot"), ("glm-", "zhipu"), ("granite", "ibm"), ("jamba", "ai21"), ("palmyra", "writer"), ("yi-", "01-ai"), ("olmo", "ai2"),
    ];

    private static readonly Dictionary<string, string> Names = Families.Select(f => f.Vendor).Distinct(StringComparer.Ordinal).ToDictionary(v => v, v => v, StringComparer.Ordinal)
        .Concat([
            new("meta-llama", "meta"), new("mistralai", "mistral"), new("deepseek-ai", "deepseek"), new("x-ai", "xai"), new("moonshotai", "moonshot"), new("zhipuai", "zhipu"), new("zai-org", "zhipu"),
            new("allenai", "ai2"), new("ai21labs", "ai21"), new("cohereforai", "cohere"), new("coherelabs", "cohere"), new("google-deepmind", "google"), new("ibm-granite", "ibm"),
        ])
        .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    /// <summary>
    /// The vendor by the model's family, wherever it is served; else by the part of the id before its first "/", where that is a vendor's name and not a host's;
    /// else empty: a made-up vendor would keep nobody from rating its own.
    /// </summary>
    public static string Of(string id, string model)
    {
        foreach (var part in Parts(model).Concat(Parts(id)))
        {
            if (Families.Where(f => Begins(part, f.Family)).OrderByDescending(f => f.Family.Length).Select(f => f.Vendor).FirstOrDefault() is { } vendor) return vendor;
        }
        return Names.GetValueOrDefault(id.Split('/')[0].ToLowerInvariant(), "");
    }

    public static bool IsName(string text) => Name().IsMatch(text);

    // "us.anthropic.claude-..." and "accounts/fireworks/models/llama-..." name the model last.
    private static IEnumerable<string> Parts(string name) => name.ToLowerInvariant().Split('/', '.', ':', '@').Reverse();

    // "o1" and "o1-mini", but not "o1x"; "gpt-4o" and "llama3", but not "gptx".
    private static bool Begins(string part, string family) =>
        part.StartsWith(family, StringComparison.Ordinal) && (family[^1] == '-' || part.Length == family.Length || !char.IsAsciiLetter(part[family.Length]));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{0,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
