using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Tests.Unit.Scoring.Statistics;

/// <summary>Small tables to estimate standings of.</summary>
internal static class Tables
{
    public static AggregateRequest Of(params AggregateColumn[] columns) => new() { Columns = { columns } };

    public static AggregateColumn Column(string benchmark, params (string Model, double[] Values)[] models) => new()
    {
        Benchmark = benchmark,
        Direction = Direction.HigherIsBetter,
        RangeMin = 0,
        RangeMax = 1,
        Models = { models.Select(m => new AggregateValues { Model = m.Model, Values = { m.Values } }) },
    };

    /// <summary>Scores of 0 and 1; harder questions are harder for all models.</summary>
    public static AggregateRequest Random(int seed, int models, int benchmarks, int instances, Func<int, double> skill)
    {
        var random = new Random(seed);
        return Of([.. Enumerable.Range(0, benchmarks).Select(b =>
        {
            double[] ease = [.. Enumerable.Range(0, instances).Select(_ => random.NextDouble())];
            return Column($"b{b}", [.. Enumerable.Range(0, models).Select(m => ($"m{m}", ease.Select(e => (e + random.NextDouble()) / 2 < skill(m) ? 1.0 : 0.0).ToArray()))]);
        })]);
    }
}
