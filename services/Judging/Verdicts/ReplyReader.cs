using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Verdicts;

/// <summary>
/// Reads marks from a juror's reply. The last JSON object that has a score for every criterion counts, each as
/// {"score": number, "explanation": text}; the number may be quoted, the explanation may be missing. The last, because a juror that
/// repeats a rating from the answer or gives an example does so before its own; one whose scores are not numbers is a form to be
/// filled in and counts only when there is no other. Only the last 65,536 characters are looked at. Anything else is an abstention
/// with its reason, never a number. Messages name criteria of the rubric and never repeat the reply.
/// </summary>
internal static class ReplyReader
{
    private const int LengthRead = 65_536;

    /// <summary>The outcome, in a verdict that does not say yet whose it is.</summary>
    public static Verdict Read(string reply, Rubric rubric)
    {
        List<string>? lacking = null;
        JsonElement? rating = null;
        JsonElement? form = null;
        foreach (var candidate in JsonObjects.In(reply[Math.Max(0, reply.Length - LengthRead)..], candidate => Missing(candidate, rubric).Count == 0))
        {
            var missing = Missing(candidate, rubric);
            if (lacking is null || missing.Count < lacking.Count) lacking = missing;
            if (missing.Count > 0) continue;
            if (rubric.Criteria.All(criterion => NumberOf(ScoreOf(candidate, criterion.Name)!.Value) is not null)) rating = candidate;
            else form = candidate;
        }
        if ((rating ?? form) is { } last) return Rate(last, rubric);
        return lacking is null
            ? Abstained(AbstentionReason.NoJson, "The reply holds no complete JSON object.")
            : Abstained(AbstentionReason.MissingCriterion, $"The reply has no score for {string.Join(", ", lacking)}.");
    }

    private static List<string> Missing(JsonElement candidate, Rubric rubric) =>
        [.. rubric.Criteria.Select(criterion => criterion.Name).Where(name => ScoreOf(candidate, name) is null)];

    private static Verdict Rate(JsonElement candidate, Rubric rubric)
    {
        var marks = new Marks();
        foreach (var name in rubric.Criteria.Select(criterion => criterion.Name))
        {
            var number = NumberOf(ScoreOf(candidate, name)!.Value);
            if (number is not { } score || !(score >= rubric.ScaleMin && score <= rubric.ScaleMax))
                return Abstained(AbstentionReason.OffScale, OffScale(name, number, rubric));
            marks.Marks_.Add(new Mark { Criterion = name, Score = score, Explanation = ExplanationOf(PropertyOf(candidate, name)!.Value) });
        }
        return new Verdict { Marks = marks };
    }

    private static Verdict Abstained(AbstentionReason reason, string message) =>
        new() { Abstention = new Abstention { Reason = reason, Message = message } };

    private static string OffScale(string criterion, double? score, Rubric rubric)
    {
        var found = score is { } number ? number.ToString(CultureInfo.InvariantCulture) : "not a number";
        return string.Create(CultureInfo.InvariantCulture, $"The score for {criterion} is {found}; the scale is {rubric.ScaleMin} to {rubric.ScaleMax}.");
    }

    private static JsonElement? ScoreOf(JsonElement candidate, string criterion) =>
        PropertyOf(candidate, criterion) is { ValueKind: JsonValueKind.Object } rating
        && PropertyOf(rating, "score") is { } score
        && score.ValueKind != JsonValueKind.Null
        && !(score.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(TextOf(score)))
            ? score
            : null;

    private static double? NumberOf(JsonElement score) => score.ValueKind switch
    {
        JsonValueKind.Number => score.TryGetDouble(out var number) ? number : null,
        JsonValueKind.String => double.TryParse(TextOf(score), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    private static string ExplanationOf(JsonElement rating) =>
        PropertyOf(rating, "explanation") is not { } explanation ? "" : explanation.ValueKind switch
        {
            JsonValueKind.String => TextOf(explanation),
            JsonValueKind.Null => "",
            _ => explanation.GetRawText(),
        };

    private static JsonElement? PropertyOf(JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // A name with half of an escaped surrogate pair; which of the names it is cannot be told, so none is taken.
            return null;
        }
    }

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped surrogate pair is valid JSON but no text.
            return text.GetRawText();
        }
    }
}
