using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>Pairs of models compared, for people.</summary>
internal static class PairTable
{
    /// <summary>Below such tables.</summary>
    public const string Legend = "Difference: the first less the second. Finding: by p Holm, corrected for all rows of the table (BH: by the share of false findings instead). Could show: the true difference that 80 % of such comparisons would show, uncorrected.";

    public static Table Of(IEnumerable<PairedComparison> pairs) => Of(pairs, "Pairs (differ)", pair => $"{EstimateText.Whole(pair.Pairs)} ({EstimateText.Whole(pair.Discordant)})");

    /// <summary>Pairs over all benchmarks, where what is counted are the units that the test exchanges.</summary>
    public static Table OverBenchmarks(IEnumerable<PairedComparison> pairs) => Of(pairs, "Units", pair => EstimateText.Whole(pair.Pairs));

    private static Table Of(IEnumerable<PairedComparison> pairs, string counted, Func<PairedComparison, string> count)
    {
        var table = Listing.Table("Compared", "Difference", "p", "p Holm", "p BH", counted, "Could show", "Finding");
        foreach (var pair in pairs)
        {
            table.Row(
                Name(pair),
                EstimateText.Of(pair.Difference),
                EstimateText.P(pair.HasP, pair.P),
                EstimateText.P(pair.HasPHolm, pair.PHolm),
                EstimateText.P(pair.HasPBh, pair.PBh),
                count(pair),
                EstimateText.Optional(pair.HasMinimalDetectable, pair.MinimalDetectable),
                EstimateText.Finding(pair));
        }
        return table;
    }

    private static string Name(PairedComparison pair) => (pair.Name, pair.First) switch
    {
        (var name, "") => name,
        ("", var first) => $"{first} - {pair.Second}",
        var (name, first) => $"{name}: {first} - {pair.Second}",
    };
}
