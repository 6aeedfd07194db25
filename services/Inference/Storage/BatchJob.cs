using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>A batch of questions at a provider, or on the way there.</summary>
internal sealed record BatchJob
{
    public required string Id { get; init; }

    public required string Deployment { get; init; }

    /// <summary>The provider's name for it; null until the provider has it.</summary>
    public string? ProviderJob { get; init; }

    public required BatchJobState State { get; init; }

    /// <summary>Prices when it was put together; it is paid by them.</summary>
    public required PriceList Prices { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest deadline of its items.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How often the provider has been asked about it since its state changed.</summary>
    public int Looks { get; init; }

    public DateTimeOffset NextLook { get; init; }
}
