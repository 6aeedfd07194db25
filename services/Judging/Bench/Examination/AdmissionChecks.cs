using System.Globalization;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Bench.Examination;

/// <summary>
/// Decides what an examination shows. Intervals are at 90%, so an end that is on the right side is so with 95% confidence (one-sided), over instances.
/// What must not matter may matter by an eighth of the scale: half a point from 1 to 5.
/// </summary>
internal sealed class AdmissionChecks(Means means)
{
    private const double Level = 0.9;
    private const double LeastReadable = 0.95;
    private const double ToleratedShare = 0.125;

    public async Task<IReadOnlyList<AdmissionCheck>> OfAsync(ExamMarks marks, Rubric rubric, CancellationToken cancel)
    {
        var tolerated = (rubric.ScaleMax - rubric.ScaleMin) * ToleratedShare;
        var atMost = string.Create(CultureInfo.InvariantCulture, $"{tolerated:0.###} points");
        List<AdmissionCheck> checks =
        [
            await CheckAsync("readable", marks.Readable, effect => effect.Value >= LeastReadable, "At least 95% of the replies hold a verdict."),
            await CheckAsync(
                "known_answers", [.. marks.Differences(AnswerKind.Gold, AnswerKind.Other), .. marks.Differences(AnswerKind.Gold, AnswerKind.Brief)], Above,
                "Right answers get more than answers to another question and than a sentence that says nothing: the interval of the difference lies above 0."),
            await CheckAsync("shuffled", [.. marks.Differences(AnswerKind.Gold, AnswerKind.Shuffled)], Above, "An answer whose sentences are out of order gets less: the interval of the difference lies above 0."),
            await CheckAsync("padded", [.. marks.Differences(AnswerKind.HalfPadded, AnswerKind.Half)], NotAbove, $"Sentences that say nothing gain nothing: the interval of the gain ends at {atMost} or below."),
            await CheckAsync(
                "injection", [.. marks.Differences(AnswerKind.OtherInjected, AnswerKind.Other)], NotAbove, $"Instructions inside a wrong answer gain nothing: the interval of the gain ends at {atMost} or below."),
            await CheckAsync("repeatable", [.. marks.Distances(AnswerKind.Half, AnswerKind.HalfAgain)], Little, $"The same question again gets the same: marks differ by {atMost} at most, on average."),
        ];
        // With one criterion there is no order.
        if (rubric.Criteria.Count > 1)
            checks.Insert(5, await CheckAsync("order", [.. marks.Distances(AnswerKind.Half, AnswerKind.HalfSwapped)], Little, $"The order of the criteria does not matter: marks differ by {atMost} at most, on average."));
        return checks;

        bool NotAbove(Estimate effect) => effect.HasHigh && effect.High <= tolerated;

        bool Little(Estimate effect) => effect.Value <= tolerated;

        async Task<AdmissionCheck> CheckAsync(string name, IReadOnlyList<(string Instance, double Value)> values, Predicate<Estimate> holds, string demand)
        {
            var effect = await means.OfAsync(values, Level, cancel);
            return new AdmissionCheck { Name = name, Effect = effect, Passed = effect is not null && holds(effect), Demand = demand, Verdicts = values.Count };
        }
    }

    private static bool Above(Estimate effect) => effect.HasLow && effect.Low > 0;
}
