using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;

namespace MedHelm.Inference.Completions;

/// <summary>One completion to be had, for whom.</summary>
internal sealed record WantedCompletion
{
    public required ProviderRequest Request { get; init; }

    /// <summary>Natural key of the item.</summary>
    public required string ItemKey { get; init; }

    /// <summary>The run it belongs to; empty for direct calls.</summary>
    public required string Run { get; init; }

    public required Purpose Purpose { get; init; }
}
