using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Reporting.Storage;

namespace MedHelm.Reporting.Leaderboards;

/// <summary>Counts what numbers rest on.</summary>
internal static class CoverageSum
{
    internal static Coverage Of(PlannedBenchmark benchmark, CellFigures cell) => new()
    {
        Planned = benchmark.Instances,
        Answered = cell.Answered,
        Scored = cell.Values.Count,
        Unscored = { cell.Unscored.Select(u => new UnscoredCount { Reason = u.Key, Count = u.Value }) },
        Incomplete = cell.Values.Count < benchmark.Instances,
        Abstentions = cell.Abstentions,
    };

    internal static Coverage Of(IReadOnlyCollection<Coverage> parts) => new()
    {
        Planned = parts.Sum(part => part.Planned),
        Answered = parts.Sum(part => part.Answered),
        Scored = parts.Sum(part => part.Scored),
        Unscored =
        {
            parts.SelectMany(part => part.Unscored).GroupBy(u => u.Reason, StringComparer.Ordinal)
                .OrderBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => new UnscoredCount { Reason = reason.Key, Count = reason.Sum(u => u.Count) }),
        },
        Incomplete = parts.Any(part => part.Incomplete),
        Abstentions = parts.Sum(part => part.Abstentions),
    };
}
