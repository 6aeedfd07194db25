using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedHelm.Inference.Providers.Baselines;

/// <summary>
/// Rates an answer by the words it shares with the gold answer (with the question where there is none), on the scale 1 to 5.
/// It lets an offline run go the whole way of a jury; it knows nothing of medicine.
/// </summary>
internal sealed partial class OverlapJudge : IBaseline
{
    private const double ScaleMin = 1;
    private const double ScaleMax = 5;

    private readonly Func<double, double, double> combine;

    private OverlapJudge(string measure, string what, Func<double, double, double> combine)
    {
        this.combine = combine;
        Id = $"baseline/judge-{measure}";
        DisplayName = $"Baseline judge: word {measure}";
        Description = $"Rates every criterion by {what}; a word count, not a judgement.";
    }

    public static OverlapJudge Recall { get; } = new("recall", "the share of the gold answer's words that the answer has", (recall, _) => recall);

    public static OverlapJudge Precision { get; } = new("precision", "the share of the answer's words that the gold answer has", (_, precision) => precision);

    public static OverlapJudge F1 { get; } = new("f1", "the harmonic mean of word recall and word precision", (recall, precision) => recall + precision == 0 ? 0 : 2 * recall * precision / (recall + precision));

    public string Id { get; }

    public string DisplayName { get; }

    public string Description { get; }

    public string Answer(string prompt)
    {
        var response = PromptText.Words(Section(prompt, "response"));
        var gold = PromptText.Words(Section(prompt, "gold_response") is { Length: > 0 } text ? text : Section(prompt, "question"));
        var shared = response.Count(gold.Contains);
        var share = combine(gold.Count == 0 ? 0 : (double)shared / gold.Count, response.Count == 0 ? 0 : (double)shared / response.Count);
        var score = Math.Round(ScaleMin + (ScaleMax - ScaleMin) * share, 2, MidpointRounding.AwayFromZero);
        var explanation = string.Create(CultureInfo.InvariantCulture, $"Baseline rule: {shared} words shared, {gold.Count} in the reference, {response.Count} in the answer.");
        return JsonSerializer.Serialize(Criteria(prompt).ToDictionary(name => name, _ => new { score, explanation }));
    }

    private static string Section(string prompt, string tag)
    {
        // The last opening tag before the last closing one: instructions may mention the tags, the material comes after.
        var end = prompt.LastIndexOf($"</{tag}>", StringComparison.Ordinal);
        if (end < 0) return "";
        var start = prompt.LastIndexOf($"<{tag}>", end, StringComparison.Ordinal);
        return start < 0 ? "" : prompt[(start + tag.Length + 2)..end];
    }

    private static IEnumerable<string> Criteria(string prompt) =>
        CriterionInSkeleton().Matches(prompt).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"""(?<name>[A-Za-z_]+)""\s*:\s*\{\s*""score""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CriterionInSkeleton();
}
