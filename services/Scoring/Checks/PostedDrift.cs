using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Drift;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks differences of marks before they are tested for drift.</summary>
internal static class PostedDrift
{
    private const int Most = 100_000;
    private const double UsualRate = 0.01;

    // Differences of means such as 13/3 may pass the bound by their last digit.
    private const double Rounding = 1e-9;

    internal static DriftTest Check(TestDriftRequest request)
    {
        var violations = new Violations();
        violations.Require(request.Differences.Count <= Most, "differences", string.Create(CultureInfo.InvariantCulture, $"must be at most {Most}, were {request.Differences.Count}"));
        violations.Require(request.Bound is > 0 and <= PostedNumbers.Largest, "bound", $"must be above 0, the width of the scale, was {PostedNumbers.Text(request.Bound)}");
        violations.Require(request.FalseAlarmRate is 0 or (>= 1e-9 and <= 0.5), "false_alarm_rate", $"must be 1E-09 to 0.5, or 0 for {PostedNumbers.Text(UsualRate)}, was {PostedNumbers.Text(request.FalseAlarmRate)}");
        violations.Require(request.Tolerance >= 0 && !(request.Tolerance >= request.Bound), "tolerance", $"must be 0 or more and below bound, was {PostedNumbers.Text(request.Tolerance)}");
        for (var i = 0; i < request.Differences.Count; i++)
        {
            if (Math.Abs(request.Differences[i]) <= request.Bound * (1 + Rounding)) continue;
            violations.Add($"differences[{i}]", $"must be a number from -bound to bound, {PostedNumbers.Text(request.Bound)}, was {PostedNumbers.Text(request.Differences[i])}");
            break;
        }
        violations.ThrowIfAny();
        return new(request.Bound, request.FalseAlarmRate == 0 ? UsualRate : request.FalseAlarmRate, request.Tolerance);
    }
}
