using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Escalation;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks what a cascade is calibrated on, and what it did.</summary>
internal static class PostedEscalation
{
    private const int Most = 1_000_000;
    private const double UsualError = 0.1;
    // Some ten seconds of work for one core.
    private const long MostDraws = 2_000_000_000;

    internal static EscalationCalibration Check(CalibrateEscalationRequest request)
    {
        var violations = new Violations();
        violations.Require(request.Answers.Count is >= 1 and <= Most, "answers", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Most}, were {request.Answers.Count}"));
        violations.Require(request.Tolerance is > 0 and <= PostedNumbers.Largest, "tolerance", $"must be above 0, was {PostedNumbers.Text(request.Tolerance)}");
        violations.Require(request.Agreement is > 0 and < 1, "agreement", $"must be above 0 and below 1, was {PostedNumbers.Text(request.Agreement)}");
        violations.Require(request.Error is 0 or (>= 1e-6 and < 0.5), "error", $"must be 1E-06 to below 0.5, or 0 for {PostedNumbers.Text(UsualError)}, was {PostedNumbers.Text(request.Error)}");
        for (var i = 0; i < request.Answers.Count; i++)
        {
            var answer = request.Answers[i];
            if (answer.Disagreement is >= 0 and <= PostedNumbers.Largest && PostedNumbers.Usable(answer.First) && PostedNumbers.Usable(answer.Reference)) continue;
            violations.Add($"answers[{i}]", $"must be numbers, the disagreement 0 or more; were disagreement {PostedNumbers.Text(answer.Disagreement)}, first {PostedNumbers.Text(answer.First)}, reference {PostedNumbers.Text(answer.Reference)}");
            break;
        }
        violations.ThrowIfAny();
        return new(request.Tolerance, request.Agreement, request.Error == 0 ? UsualError : request.Error);
    }

    internal static ResamplingSettings Check(MeasureEscalationRequest request)
    {
        var violations = new Violations();
        var count = request.Answers.Count;
        violations.Require(count is >= 1 and <= Most, "answers", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Most}, were {count}"));
        violations.Require(request.FullCalls >= 1, "full_calls", string.Create(CultureInfo.InvariantCulture, $"must be 1 or more, was {request.FullCalls}"));
        violations.Require(request.Calls >= 0, "calls", string.Create(CultureInfo.InvariantCulture, $"must be 0 or more, was {request.Calls}"));
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca or IntervalMethod.T, "resampling.method", $"must be PERCENTILE, BCA or T, was {settings.Method}");
        violations.Require(settings.Method == IntervalMethod.T || count * (settings.Resamples + (settings.Method == IntervalMethod.Bca ? count : 0L)) <= MostDraws, "resampling.resamples", string.Create(CultureInfo.InvariantCulture, $"are too many for {count} answers, was {settings.Resamples}: take fewer, or method T"));
        for (var i = 0; i < count; i++)
        {
            var answer = request.Answers[i];
            violations.Require(!answer.HasFirst || PostedNumbers.Usable(answer.First), $"answers[{i}].first", $"must be a number, was {PostedNumbers.Text(answer.First)}");
            violations.Require(!answer.HasFull || PostedNumbers.Usable(answer.Full), $"answers[{i}].full", $"must be a number, was {PostedNumbers.Text(answer.Full)}");
            violations.Require(!answer.Audited || answer.Agreed, $"answers[{i}].audited", "must go with agreed: others are escalated anyway");
        }
        violations.ThrowIfAny();
        return settings;
    }
}
