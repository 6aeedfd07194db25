using MedHelm.Catalog.Datasets;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>What was cut of long texts, in cl100k_base tokens.</summary>
/// <param name="Instances">How many instances.</param>
/// <param name="LostTokens">Tokens that no prompt shows.</param>
/// <param name="KeptLast">True when the beginning was cut.</param>
/// <param name="First">The first few.</param>
internal sealed record CutSummary(int Instances, long LostTokens, bool KeptLast, IReadOnlyList<CutInstance> First)
{
    private const int Most = 5;

    /// <summary>Null when nothing was cut.</summary>
    public static CutSummary? Of(IReadOnlyList<DatasetInstance> instances) => instances.Where(i => i.Cut is not null).ToList() is { Count: > 0 } cut
        ? new(
            cut.Count,
            cut.Sum(i => (long)i.Cut!.Tokens - i.Cut.KeptTokens),
            cut[0].Cut!.KeptLast,
            [.. cut.Take(Most).Select(i => new CutInstance(i.Id, i.Cut!.Tokens, i.Cut.KeptTokens))])
        : null;
}
