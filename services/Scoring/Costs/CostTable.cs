using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Costs;

/// <summary>Checks posted costs before they are summed up.</summary>
internal static class CostTable
{
    /// <summary>Everything that is wrong with them.</summary>
    internal static Violations Check(SumCostsRequest request)
    {
        var violations = new Violations();
        var rows = new HashSet<(string, string)>();
        for (var i = 0; i < request.Rows.Count; i++)
        {
            var (row, field) = (request.Rows[i], $"rows[{i}]");
            violations.Require(row.Model.Length > 0, $"{field}.model", "must not be empty");
            violations.Require(row.Benchmark.Length > 0, $"{field}.benchmark", "must not be empty");
            violations.Require(rows.Add((row.Model, row.Benchmark)), $"{field}.benchmark", $"must be unique for its model, but '{row.Benchmark}' of '{row.Model}' is there before");
            foreach (var figure in CostFigure.All)
                violations.Require(figure.Get(row) >= 0, $"{field}.{figure.Name}", string.Create(CultureInfo.InvariantCulture, $"must not be negative, was {figure.Get(row)}"));
        }
        var benchmarks = request.Rows.Select(row => row.Benchmark).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < request.Benchmarks.Count; i++)
            violations.Require(benchmarks.Contains(request.Benchmarks[i]), $"benchmarks[{i}]", $"must be the benchmark of a row, was '{request.Benchmarks[i]}'");
        CheckSums(request, violations);
        return violations;
    }

    // Prices are added to one another as well, hence the quarter.
    private static void CheckSums(SumCostsRequest request, Violations violations)
    {
        foreach (var figure in CostFigure.All)
            violations.Require(
                request.Rows.Aggregate((Int128)0, (sum, row) => sum + Math.Max(0, figure.Get(row))) <= long.MaxValue / 4,
                "rows",
                string.Create(CultureInfo.InvariantCulture, $"must sum to at most {long.MaxValue / 4} in {figure.Name}"));
    }
}
