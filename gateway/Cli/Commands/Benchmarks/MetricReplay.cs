namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>How gold answers and wrong ones fare under one metric. Ids are the first few.</summary>
/// <param name="Metric">Name.</param>
/// <param name="Best">Its best value.</param>
/// <param name="Gold">Gold answers that were scored or left unscored.</param>
/// <param name="AtBest">Gold answers with the best value.</param>
internal sealed record MetricReplay(string Metric, double Best, int Gold, int AtBest)
{
    /// <summary>Gold answers with a worse value.</summary>
    public required int Below { get; init; }

    public required IReadOnlyList<string> BelowIds { get; init; }

    /// <summary>Gold answers without a value, by reason.</summary>
    public required IReadOnlyList<UnscoredGold> Unscored { get; init; }

    /// <summary>Wrong answers that are as good as the gold one of their instance.</summary>
    public required int WrongAsGood { get; init; }

    public required IReadOnlyList<string> WrongAsGoodIds { get; init; }

    /// <summary>Why gold answers need not have the best value; null where they must.</summary>
    public required string? Excuse { get; init; }

    /// <summary>False when the metric or the references cannot be right.</summary>
    public bool Sound => Excuse is not null || (Below == 0 && WrongAsGood == 0 && (AtBest > 0 || Gold == 0));
}
