using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Aggregates;

/// <summary>The means of a table as plain numbers, after the rule for missing cells.</summary>
internal sealed class CellGrid
{
    private readonly bool[] hasValue;

    /// <param name="table">Its columns.</param>
    /// <param name="means">The means there are.</param>
    /// <param name="conventions">None unspecified.</param>
    internal CellGrid(AggregateRequest table, IEnumerable<CellMean> means, Conventions conventions)
    {
        Conventions = conventions;
        Models = [.. table.Columns.SelectMany(column => column.Models).Select(model => model.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Scales = [.. table.Columns.Select(ColumnScale.Of)];
        Cells = new double[Scales.Length * Models.Length];
        Array.Fill(Cells, double.NaN);
        hasValue = new bool[Cells.Length];

        var columns = table.Columns.Select((column, index) => (column.Benchmark, index)).ToDictionary(c => c.Benchmark, c => c.index, StringComparer.Ordinal);
        var models = Models.Select((model, index) => (model, index)).ToDictionary(m => m.model, m => m.index, StringComparer.Ordinal);
        foreach (var cell in means)
        {
            var at = columns[cell.Benchmark] * Models.Length + models[cell.Model];
            Cells[at] = cell.Mean;
            hasValue[at] = true;
        }
        MissingCellRule.Apply(Cells, Scales, Models.Length, conventions.MissingCells);
    }

    /// <summary>None unspecified.</summary>
    internal Conventions Conventions { get; }

    /// <summary>Every model of the table, in ordinal order of ids.</summary>
    internal string[] Models { get; }

    /// <summary>One for each column.</summary>
    internal ColumnScale[] Scales { get; }

    /// <summary>As in <see cref="WinRates"/>.</summary>
    internal double[] Cells { get; }

    /// <summary>The rescaled mean that enters statistics; NaN where none does.</summary>
    internal double Rescaled(int column, int model) => Scales[column].Rescale(Cells[column * Models.Length + model], Conventions.Rescaling);

    /// <summary>True where the model has a value of its own and the rule for missing cells leaves the column in.</summary>
    internal bool Counts(int column, int model) => hasValue[column * Models.Length + model] && !double.IsNaN(Cells[column * Models.Length + model]);
}
