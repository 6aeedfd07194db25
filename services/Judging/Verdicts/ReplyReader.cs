using System.Globalization;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Verdicts;

/// <summary>
/// Reads marks from a juror's reply: a JSON object that has a mark for every criterion, as {"score": mark, "explanation": text} or as the bare mark,
/// or several objects that have them between them, in whatever stands around. Ratings that differ contradict each other: a reply may quote the rated
/// answer, and an answer may hold a rating, so that no rule such as "the last one counts" is safe. A rating whose marks are no numbers is a form to
/// be filled in and counts only when there is no other. What a model thought aloud before its reply is left out, and only the last 65,536 characters are
/// looked at. Anything else is an abstention with its reason, never a number. Messages name criteria of the rubric and never repeat the reply.
/// </summary>
internal static partial class ReplyReader
{
    private const int LengthRead = 65_536;

    /// <summary>The outcome, in a verdict that does not say yet whose it is.</summary>
    public static Verdict Read(string reply, Rubric rubric)
    {
        var text = reply[Math.Max(0, reply.Length - LengthRead)..];
        var form = new RatingForm(rubric);
        var objects = LooseJson.ObjectsIn(WithoutThoughts(text)).Where(found => found.Whole || form.Concerns(found)).ToList();
        if (objects.Count == 0) return Unreadable(text);

        var ratings = objects.SelectMany(form.RatingsIn).ToList();
        if (objects.Exists(found => !found.Whole && !ratings.Exists(rating => rating.Source == found && rating.Missing.Count == 0)))
            return Abstained(AbstentionReason.Truncated, "The reply breaks off before its rating is complete.");
        var complete = ratings.Where(rating => rating.Missing.Count == 0).ToList();
        if (complete.Count == 0 && form.Joined(ratings) is { } joined) complete.Add(joined);
        if (complete.Count == 0) return Incomplete(ratings, rubric);
        if (complete.Where(rating => rating.IsNumeric).ToList() is { Count: > 0 } numeric) complete = numeric;
        return complete.Exists(rating => rating.Contradicts(complete[0]))
            ? Abstained(AbstentionReason.Contradictory, "The reply holds ratings that differ from each other.")
            : Marked(complete[^1], rubric);
    }

    private static Verdict Marked(Rating rating, Rubric rubric)
    {
        var marks = new Marks();
        foreach (var criterion in rubric.Criteria)
        {
            var (score, explanation) = rating.Marks[criterion.Name];
            if (score is not { } mark || !(mark >= rubric.ScaleMin && mark <= rubric.ScaleMax))
                return Abstained(AbstentionReason.OffScale, OffScale(criterion.Name, score, rubric));
            marks.Marks_.Add(new Mark { Criterion = criterion.Name, Score = mark, Explanation = explanation, Points = criterion.Points });
        }
        return new Verdict { Marks = marks };
    }

    private static Verdict Unreadable(string text) => Refusal().IsMatch(text)
        ? Abstained(AbstentionReason.Refused, "The juror declined to rate.")
        : Abstained(AbstentionReason.NoJson, "The reply holds no JSON object.");

    private static Verdict Incomplete(List<Rating> ratings, Rubric rubric)
    {
        var lacking = ratings.Count > 0 ? ratings.MinBy(rating => rating.Missing.Count)!.Missing : [.. rubric.Criteria.Select(criterion => criterion.Name)];
        return Abstained(AbstentionReason.MissingCriterion, $"The reply has no score for {string.Join(", ", lacking)}.");
    }

    // Thinking that is not closed is a reply that never came.
    private static string WithoutThoughts(string text)
    {
        var last = ThoughtsEnd().Matches(text).LastOrDefault();
        return last is null ? text : text[(last.Index + last.Length)..];
    }

    private static Verdict Abstained(AbstentionReason reason, string message) =>
        new() { Abstention = new Abstention { Reason = reason, Message = message } };

    private static string OffScale(string criterion, double? score, Rubric rubric)
    {
        var found = score is { } number ? number.ToString(CultureInfo.InvariantCulture) : "not a number";
        return string.Create(CultureInfo.InvariantCulture, $"The score for {criterion} is {found}; the scale is {rubric.ScaleMin} to {rubric.ScaleMax}.");
    }

    [GeneratedRegex("</(think|thinking|thought|reasoning)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ThoughtsEnd();

    [GeneratedRegex(
        @"\b(I('|’)?m (sorry|unable)|I am (sorry|unable)|I (can(not|'t|’t| not)|won('|’)t|will not|must decline|decline)|as an AI|not able to (help|assist|rate|evaluate)|unable to (help|assist|rate|evaluate|comply))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Refusal();
}
