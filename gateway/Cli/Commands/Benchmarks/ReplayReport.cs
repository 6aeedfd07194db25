using MedHelm.Catalog.Definitions;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>What scoring said of gold answers.</summary>
internal sealed record ReplayReport
{
    /// <summary>Why nothing was scored; null when it was.</summary>
    public string? NotScored { get; init; }

    /// <summary>True when the service was there and refused or failed, so that a run would not work either.</summary>
    public bool Refused { get; init; }

    public IReadOnlyList<MetricReplay> Metrics { get; init; } = [];

    /// <summary>Metrics that only a jury's verdicts decide.</summary>
    public IReadOnlyList<string> ByJury { get; init; } = [];

    /// <summary>Instances without a right answer.</summary>
    public int WithoutGold { get; init; }

    /// <summary>Names of metrics that a service can compute from an answer alone, and that have a best value.</summary>
    public static IReadOnlyList<string> Computable(BenchmarkDefinition definition) =>
        [.. definition.Metrics.Except(KnownMetrics.NeedingJury, StringComparer.Ordinal).Except(KnownMetrics.Describing, StringComparer.Ordinal)];

    /// <summary>Before anything is scored. A benchmark that only a jury rates needs no scoring.</summary>
    /// <param name="definition">The benchmark.</param>
    /// <param name="because">Why nothing is scored; null where that is not to be told.</param>
    public static ReplayReport Unscored(BenchmarkDefinition definition, string? because) => new()
    {
        NotScored = Computable(definition).Count > 0 ? because : null,
        ByJury = [.. definition.Metrics.Intersect(KnownMetrics.NeedingJury, StringComparer.Ordinal)],
    };

    /// <summary>False when a metric or the references cannot be right.</summary>
    public bool Sound => !Refused && Metrics.All(m => m.Sound);
}
