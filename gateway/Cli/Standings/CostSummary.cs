using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Standings;

/// <summary>What the answers are worth at list price, and what of it this run really caused.</summary>
internal static class CostSummary
{
    public static IEnumerable<string> Lines(Leaderboard board)
    {
        if (board.Cost is not { } cost)
            yield break;
        var ruleMade = cost.ProviderCalls > 0 && board.Rows.Any(r => r.Baseline || r.Replay);
        yield return $"List price  candidates {NanoUsd.Format(cost.CandidatesNanoUsd)}, jury {NanoUsd.Format(cost.JuryNanoUsd)}";
        yield return $"This run    charged {NanoUsd.Format(cost.ChargedNanoUsd)}, {Count(cost.ProviderCalls, "provider call")}{(ruleMade ? " (baselines and recordings included)" : "")}, {Count(cost.Reused, "answer")} reused";
        if (cost is { ProviderCalls: 0, Reused: > 0 })
            yield return string.Create(CultureInfo.InvariantCulture, $"            all {cost.Reused} answers came from the cache: 0 model calls");
    }

    private static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
