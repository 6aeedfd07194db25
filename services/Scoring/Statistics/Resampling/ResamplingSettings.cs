using System.Globalization;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Statistics.Resampling;

/// <summary>How intervals and tests by resampling are made, with every default filled in.</summary>
internal sealed record ResamplingSettings(int Resamples, ulong Seed, double Level, Contracts.Scoring.V1.IntervalMethod Method)
{
    internal const int Fewest = 100;
    private const int Most = 1_000_000;

    /// <summary>10,000 resamples, seed 0, 95%, percentile.</summary>
    internal static ResamplingSettings Default { get; } = new(10_000, 0, 0.95, Contracts.Scoring.V1.IntervalMethod.Percentile);

    /// <summary>Half of what lies outside the interval.</summary>
    internal double Tail => (1 - Level) / 2;

    /// <param name="posted">Null means all defaults.</param>
    /// <param name="field">Where it was posted.</param>
    /// <param name="violations">Takes what is wrong with it.</param>
    internal static ResamplingSettings Read(Contracts.Scoring.V1.Resampling? posted, string field, Violations violations)
    {
        if (posted is null) return Default;
        violations.Require(posted.Resamples is 0 or (>= Fewest and <= Most), $"{field}.resamples", string.Create(CultureInfo.InvariantCulture, $"must be {Fewest} to {Most}, or 0 for {Default.Resamples}, was {posted.Resamples}"));
        violations.Require(posted.Level is 0 or (>= 0.5 and <= 0.9999), $"{field}.level", string.Create(CultureInfo.InvariantCulture, $"must be 0.5 to 0.9999, or 0 for {Default.Level}, was {posted.Level}"));
        return new(
            posted.Resamples == 0 ? Default.Resamples : posted.Resamples,
            posted.Seed,
            posted.Level == 0 ? Default.Level : posted.Level,
            posted.Method == Contracts.Scoring.V1.IntervalMethod.Unspecified ? Default.Method : posted.Method);
    }

    internal Contracts.Scoring.V1.Resampling ToProto() => new() { Resamples = Resamples, Seed = Seed, Level = Level, Method = Method };
}
