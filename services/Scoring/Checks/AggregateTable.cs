using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks a posted table before statistics are made of it.</summary>
internal static class AggregateTable
{
    // Win rates compare every model with every other on every column.
    private const int MostColumns = 1000;
    private const int MostModels = 1000;

    // Far beyond any metric, and far enough below the largest double that sums and squares of such values stay finite.
    private const double Largest = 1e100;

    // A narrower range would make rescaled values as large as their squares may be.
    private const double Narrowest = 1e-50;

    /// <summary>Everything that is wrong with it.</summary>
    internal static Violations Check(AggregateRequest request)
    {
        var violations = new Violations();
        Check(request, violations, "");
        return violations;
    }

    /// <summary>Adds everything that is wrong with it; the path leads to the table, such as "table.", or is empty.</summary>
    internal static void Check(AggregateRequest request, Violations violations, string path)
    {
        CheckConventions(request.Conventions ?? new Conventions(), $"{path}conventions", violations);
        violations.Require(request.Columns.Count <= MostColumns, $"{path}columns", string.Create(CultureInfo.InvariantCulture, $"must be at most {MostColumns}, were {request.Columns.Count}"));
        var models = request.Columns.SelectMany(column => column.Models).Select(model => model.Model).Distinct(StringComparer.Ordinal).Count();
        violations.Require(models <= MostModels, $"{path}columns", string.Create(CultureInfo.InvariantCulture, $"must have at most {MostModels} models, had {models}"));
        var benchmarks = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Columns.Count; i++)
        {
            var column = request.Columns[i];
            var field = $"{path}columns[{i}]";
            violations.Require(column.Benchmark.Length > 0, $"{field}.benchmark", "must not be empty");
            violations.Require(column.Benchmark.Length == 0 || benchmarks.Add(column.Benchmark), $"{field}.benchmark", $"must be unique, but '{column.Benchmark}' is there before");
            violations.Require(column.Direction is Direction.HigherIsBetter or Direction.LowerIsBetter, $"{field}.direction", "must say whether higher or lower is better");
            violations.Require(Usable(column.RangeMin), $"{field}.range_min", $"must be a number from -{Text(Largest)} to {Text(Largest)}, was {Text(column.RangeMin)}");
            violations.Require(Usable(column.RangeMax), $"{field}.range_max", $"must be a number from -{Text(Largest)} to {Text(Largest)}, was {Text(column.RangeMax)}");
            violations.Require(!(column.RangeMin >= column.RangeMax), $"{field}.range_max", $"must be above range_min {Text(column.RangeMin)}, was {Text(column.RangeMax)}");
            violations.Require(!(column.RangeMax > column.RangeMin) || column.RangeMax - column.RangeMin >= Narrowest, $"{field}.range_max", $"must be at least {Text(Narrowest)} above range_min {Text(column.RangeMin)}, was {Text(column.RangeMax)}");
            violations.Require(request.Conventions?.Rescaling != Rescaling.Maximum || !(column.RangeMax < Narrowest), $"{field}.range_max", $"must be at least {Text(Narrowest)} where means are divided by it, was {Text(column.RangeMax)}");
            CheckModels(column, field, violations);
        }
    }

    private static void CheckConventions(Conventions conventions, string field, Violations violations)
    {
        violations.Require(Enum.IsDefined(conventions.WinRate), $"{field}.win_rate", "must be a win convention");
        violations.Require(Enum.IsDefined(conventions.WinSd), $"{field}.win_sd", "must be a win convention");
        violations.Require(Enum.IsDefined(conventions.WinSdDivisor), $"{field}.win_sd_divisor", "must be a divisor");
        violations.Require(Enum.IsDefined(conventions.MacroSdDivisor), $"{field}.macro_sd_divisor", "must be a divisor");
        violations.Require(Enum.IsDefined(conventions.Rescaling), $"{field}.rescaling", "must be a way of rescaling");
        violations.Require(Enum.IsDefined(conventions.MissingCells), $"{field}.missing_cells", "must be a rule for missing cells");
    }

    private static void CheckModels(AggregateColumn column, string field, Violations violations)
    {
        var instances = AggregateInstances.Check(column, field, violations);
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
                if (Usable(value) && (column.Clipped || (!(value < column.RangeMin) && !(value > column.RangeMax)))) continue;
                violations.Add($"{field}.models[{i}].values[{v}]", column.Clipped
                    ? $"must be a number from -{Text(Largest)} to {Text(Largest)}, was {Text(value)}"
                    : $"must be a number from range_min {Text(column.RangeMin)} to range_max {Text(column.RangeMax)}, was {Text(value)}");
                break;
            }
            AggregateInstances.Check(model, instances, $"{field}.models[{i}]", violations);
        }
    }

    private static bool Usable(double value) => Math.Abs(value) <= Largest;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
