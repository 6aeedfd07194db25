using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>What was published of costs, with every way to compute it.</summary>
internal sealed class CostClaims(PaperFolder paper, PaperAnswers answers)
{
    private const double NanoPerUsd = 1e9;

    private static readonly (string Column, int Decimals, Func<CostSum, double> Value)[] Columns =
    [
        ("Total Input Tokens", 0, sum => sum.Sum.InputTokens),
        ("Total Output Tokens", 0, sum => sum.Sum.OutputTokens),
        ("Total Judge Input Tokens", 0, sum => sum.Sum.JuryInputTokens),
        ("Total Judge Output Tokens", 0, sum => sum.Sum.JuryOutputTokens),
        ("Benchmark Cost", 2, sum => sum.BenchmarkNanoUsd / NanoPerUsd),
        ("Total Jury Cost", 2, sum => sum.JuryNanoUsd / NanoPerUsd),
        ("Total Cost", 2, sum => sum.TotalNanoUsd / NanoPerUsd),
    ];

    public IEnumerable<Claim> All()
    {
        var rows = paper.Costs.Published.Rows;
        foreach (var (column, decimals, value) in Columns)
        {
            Figure[] figures = [.. rows.Select(row => new Figure(row.Name("Model"), row.Number(column), decimals))];
            var readings = answers.Costs.Select(set => Of($"costs.csv, {set.Key} benchmarks", figures, set.Value, value)).ToList();
            if (column == "Total Cost") readings.AddRange(answers.RowTotals.Select(set => Of($"costs.csv, {set.Key} benchmarks, the rows' own totals", figures, set.Value, value)));
            yield return new(column, "token_utilization.csv", figures, readings);
        }
    }

    private static Reading Of(string name, Figure[] figures, SumCostsResponse sums, Func<CostSum, double> value)
    {
        var byModel = sums.Sums.ToDictionary(sum => sum.Sum.Model, value, StringComparer.Ordinal);
        return new(name, [.. figures.Select(figure => byModel.TryGetValue(figure.Subject, out var sum) ? sum : (double?)null)]);
    }
}
