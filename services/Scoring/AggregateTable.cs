using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring;

/// <summary>Checks a posted table before statistics are made of it.</summary>
internal static class AggregateTable
{
    // Far beyond any metric, and far enough below the largest double that sums and squares of such values stay finite.
    private const double Largest = 1e100;

    /// <summary>Everything that is wrong with it.</summary>
    internal static Violations Check(AggregateRequest request)
    {
        var violations = new Violations();
        var benchmarks = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Columns.Count; i++)
        {
            var column = request.Columns[i];
            var field = $"columns[{i}]";
            violations.Require(column.Benchmark.Length > 0, $"{field}.benchmark", "must not be empty");
            violations.Require(column.Benchmark.Length == 0 || benchmarks.Add(column.Benchmark), $"{field}.benchmark", $"must be unique, but '{column.Benchmark}' is there before");
            violations.Require(column.Direction is Direction.HigherIsBetter or Direction.LowerIsBetter, $"{field}.direction", "must say whether higher or lower is better");
            violations.Require(Usable(column.RangeMin), $"{field}.range_min", $"must be a number from -{Text(Largest)} to {Text(Largest)}, was {Text(column.RangeMin)}");
            violations.Require(Usable(column.RangeMax), $"{field}.range_max", $"must be a number from -{Text(Largest)} to {Text(Largest)}, was {Text(column.RangeMax)}");
            violations.Require(!(column.RangeMin >= column.RangeMax), $"{field}.range_max", $"must be above range_min {Text(column.RangeMin)}, was {Text(column.RangeMax)}");
            CheckModels(column, field, violations);
        }
        return violations;
    }

    private static void CheckModels(AggregateColumn column, string field, Violations violations)
    {
        var models = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < column.Models.Count; i++)
        {
            var model = column.Models[i];
            violations.Require(model.Model.Length > 0, $"{field}.models[{i}].model", "must not be empty");
            violations.Require(model.Model.Length == 0 || models.Add(model.Model), $"{field}.models[{i}].model", $"must be unique in its column, but '{model.Model}' is there before");
            violations.Require(model.Subsets.Count == 0 || model.Subsets.Count == model.Values.Count, $"{field}.models[{i}].subsets", $"must be as many as values ({model.Values.Count}) or none, were {model.Subsets.Count}");
            // The first is enough: a wrong range would make every value a violation.
            for (var v = 0; v < model.Values.Count; v++)
            {
                var value = model.Values[v];
                if (Usable(value) && !(value < column.RangeMin) && !(value > column.RangeMax)) continue;
                violations.Add($"{field}.models[{i}].values[{v}]", $"must be a number from range_min {Text(column.RangeMin)} to range_max {Text(column.RangeMax)}, was {Text(value)}");
                break;
            }
        }
    }

    private static bool Usable(double value) => Math.Abs(value) <= Largest;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
