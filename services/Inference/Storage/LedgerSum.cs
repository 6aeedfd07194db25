using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>Billed calls of one deployment for one purpose at one price, as a row of the query.</summary>
internal sealed record LedgerSum
{
    public string Deployment { get; init; } = "";

    public long Purpose { get; init; }

    public string PriceVersion { get; init; } = "";

    public long PriceClass { get; init; }

    public long Calls { get; init; }

    public long Input { get; init; }

    public long Cached { get; init; }

    public long CacheWrite { get; init; }

    public long Output { get; init; }

    public long Reasoning { get; init; }

    public long Cost { get; init; }

    public long Presumed { get; init; }

    public LedgerLine ToLine() => new()
    {
        Deployment = Deployment,
        Purpose = (Purpose)Purpose,
        PriceVersion = PriceVersion,
        PriceClass = (PriceClass)PriceClass,
        Calls = Calls,
        Usage = new Usage { InputTokens = Input, CachedInputTokens = Cached, OutputTokens = Output, ReasoningTokens = Reasoning, CacheWriteTokens = CacheWrite },
        CostNanoUsd = Cost,
        PresumedNanoUsd = Presumed,
    };
}
