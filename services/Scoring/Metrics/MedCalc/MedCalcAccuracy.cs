using System.Globalization;
using System.Text.RegularExpressions;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>
/// 1 when the value an answer gives is right by the rule of its category (Khandekar et al., MedCalc-Bench, 2024): laboratory values,
/// physical quantities and doses lie within the limits; scores equal the reference after rounding to its precision; dates and
/// gestational ages are the same day.
/// </summary>
internal sealed class MedCalcAccuracy : IAnswerMetric
{
    private const string Several = "the answer holds several values and none is marked as the answer";
    private const string OtherForm = "the answer may hold the value, but not in a form that can be read";

    private static readonly Regex InWords = new(
        @"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public Metric Description { get; } = Descriptions.Share(
        MetricNames.MedCalcAccuracy,
        "MedCalc-Bench accuracy",
        "1 when the value that the answer gives is right by the rule of its category, else 0 (rules of Khandekar et al., MedCalc-Bench): lab, physical and "
        + "dosage: within the limits, ends included; risk, severity and diagnosis: equal to the reference after rounding to its decimals (halves to even), or within the limits where these differ, as of scores with fractions; date: the same "
        + "day; gestational age: the same number of days. The value is read from an answer field of JSON, a lone number with or without unit, a statement "
        + "('the answer is'), the last sentence, or behind the last 'is', '=' or the like; the rule is recorded. An answer that gives no value at all is 0; one that gives several, a number in words, or a date "
        + "in another form may be right but for its form, and is unscored. HELM's code gives 0 for every lab and dosage item; this does not. A failed completion is unscored.",
        Citations.MedCalcBench);

    public Score Rate(Answer answer)
    {
        if (answer.References.CorrectTexts.FirstOrDefault() is not { } reference) return Scores.None(MetricNames.MedCalcAccuracy, UnscoredReason.NoReference);
        return MedCalcItem.CategoryOf(answer.References) switch
        {
            "lab" or "physical" or "dosage" => WithinLimits(answer),
            "risk" or "severity" or "diagnosis" when HasSpan(answer) => WithinLimits(answer),
            "risk" or "severity" or "diagnosis" => EqualRounded(answer, reference.Trim()),
            "date" => SameDay(answer, reference),
            var other => Unusable($"the extra '{MedCalcItem.Category}' must be lab, physical, dosage, risk, severity, diagnosis or date, was '{(other.Length > 20 ? other[..20] : other)}'"),
        };
    }

    /// <summary>
    /// Whether a score is one with fractions, which the authors judge by limits: of a score in whole points both limits are the reference. Rounding would take 4.5 points of Wells'
    /// criteria for 4, on the other side of their threshold.
    /// </summary>
    private static bool HasSpan(Answer answer) => Limit(answer, MedCalcItem.LowerLimit) is { } lower && Limit(answer, MedCalcItem.UpperLimit) is { } upper && !lower.Equals(upper);

    private static Score WithinLimits(Answer answer)
    {
        if (Limit(answer, MedCalcItem.LowerLimit) is not { } lower || Limit(answer, MedCalcItem.UpperLimit) is not { } upper)
            return Unusable($"the extras '{MedCalcItem.LowerLimit}' and '{MedCalcItem.UpperLimit}' must be numbers");
        // Five per cent around a negative value can be written either way round.
        return Decide(answer, Numbers.In, InWords.IsMatch, value => value >= Math.Min(lower, upper) && value <= Math.Max(lower, upper));
    }

    private static Score EqualRounded(Answer answer, string reference)
    {
        if (!decimal.TryParse(reference, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var right))
            return Unusable("the reference must be a number");
        var decimals = reference.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? Math.Min(28, reference.Length - point - 1) : 0;
        return Decide(answer, Numbers.In, InWords.IsMatch, value => Math.Abs(value) < 1e15 && Math.Round((decimal)value, decimals, MidpointRounding.ToEven) == right);
    }

    private static Score SameDay(Answer answer, string reference)
    {
        if (Dates.In(reference) is [var date]) return Decide(answer, Dates.In, HasDigits, value => value.Equals(date.Value));
        return GestationalAges.In(reference) is [var age]
            ? Decide(answer, GestationalAges.In, HasDigits, value => value.Equals(age.Value))
            : Unusable("the reference must be a date such as 09/23/2014 or a duration such as ('14 weeks', '2 days')");
    }

    private static bool HasDigits(string text) => text.Any(char.IsAsciiDigit);

    private static Score Decide(Answer answer, Func<string, IReadOnlyList<Candidate>> find, Predicate<string> otherForm, Predicate<double> isRight)
    {
        var read = AnswerValue.Of(answer.Text, find);
        if (read.Value is { } value) return Scores.Of(MetricNames.MedCalcAccuracy, isRight(value) ? 1 : 0, read.Rule);
        if (read.Ambiguous) return Scores.None(MetricNames.MedCalcAccuracy, UnscoredReason.NoChoice, Several);
        return otherForm(answer.Text)
            ? Scores.None(MetricNames.MedCalcAccuracy, UnscoredReason.NoChoice, OtherForm)
            : Scores.Of(MetricNames.MedCalcAccuracy, 0, "no_value");
    }

    private static double? Limit(Answer answer, string name) =>
        double.TryParse(answer.References.Extra(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static Score Unusable(string detail) => Scores.None(MetricNames.MedCalcAccuracy, UnscoredReason.ReferenceUnusable, detail);
}
