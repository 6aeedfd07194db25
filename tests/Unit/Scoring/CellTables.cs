using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>Small tables of one value a cell.</summary>
internal static class CellTables
{
    internal static AggregateRequest Of(params (string Benchmark, (string Model, double Mean)[] Models)[] columns) => new()
    {
        Columns =
        {
            columns.Select(column => new AggregateColumn
            {
                Benchmark = column.Benchmark,
                Direction = Direction.HigherIsBetter,
                RangeMax = 1,
                Models = { column.Models.Select(m => new AggregateValues { Model = m.Model, Values = { m.Mean } }) },
            }),
        },
    };

    /// <summary>A table with ties; about one cell in <paramref name="missing"/> is missing, none for 0.</summary>
    internal static AggregateRequest Random(Random random, int models, int columns, int missing = 0) => Of(
    [
        .. Enumerable.Range(0, columns).Select(c => ($"b{c}", Enumerable.Range(0, models)
            .Where(_ => missing == 0 || random.Next(missing) > 0)
            .Select(m => ($"m{m}", random.Next(0, 5) / 4.0)).ToArray())),
    ]);
}
