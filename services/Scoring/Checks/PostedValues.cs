using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks values whose mean is wanted.</summary>
internal static class PostedValues
{
    private const int Most = 1_000_000;
    // Some ten seconds of work for one core.
    private const long MostDraws = 2_000_000_000;

    internal static ResamplingSettings Check(EstimateMeanRequest request)
    {
        var violations = new Violations();
        var count = request.Values.Count;
        violations.Require(count is >= 1 and <= Most, "values", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Most}, were {count}"));
        PostedNumbers.RequireUsable(request.Values, "values", violations);
        PostedNumbers.RequireAsMany(request.Clusters.Count, count, "clusters", "values", violations);
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca or IntervalMethod.T, "resampling.method", $"must be PERCENTILE, BCA or T for a mean, was {settings.Method}");
        violations.Require(settings.Method == IntervalMethod.T || (long)count * settings.Resamples <= MostDraws, "resampling.resamples", string.Create(CultureInfo.InvariantCulture, $"must be at most {MostDraws / Math.Max(1, count)} for {count} values, was {settings.Resamples}: take fewer, or method T"));
        violations.ThrowIfAny();
        return settings;
    }
}
