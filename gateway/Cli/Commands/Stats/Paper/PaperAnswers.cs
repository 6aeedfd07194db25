using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>Everything that the services computed from the published tables.</summary>
internal sealed record PaperAnswers
{
    /// <summary>For each set of benchmarks, in the order of <see cref="Aggregated.Asked"/>.</summary>
    public required IReadOnlyList<Aggregated> Aggregates { get; init; }

    /// <summary>Sums of the four prices of each row, by set.</summary>
    public required IReadOnlyDictionary<string, SumCostsResponse> Costs { get; init; }

    /// <summary>Sums of the rows' own totals, by set.</summary>
    public required IReadOnlyDictionary<string, SumCostsResponse> RowTotals { get; init; }

    /// <summary>Clinicians and jury, by subset; empty where the system cannot measure agreement.</summary>
    public required IReadOnlyList<Agreed> Agreement { get; init; }

    /// <summary>Every two clinicians who rated the same answers, by subset.</summary>
    public required IReadOnlyList<Agreed> Pairs { get; init; }

    /// <summary>Mean over the pairs of a subset that have an ICC(3,k).</summary>
    public required IReadOnlyDictionary<string, double> PairMeans { get; init; }

    public IEnumerable<string> Sets => Aggregates.Select(a => a.Set).Distinct(StringComparer.Ordinal);

    /// <summary>As MedHELM publishes it.</summary>
    public Aggregated Usual(string set) => Aggregates.First(a => a.Set == set);
}
