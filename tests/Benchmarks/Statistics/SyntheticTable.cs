using System.Globalization;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Benchmarks.Statistics;

/// <summary>A table of made-up scores: two thirds of the benchmarks right or wrong, the others marks from 1 to 5.</summary>
internal static class SyntheticTable
{
    internal static AggregateRequest Of(int models, int benchmarks, int instances)
    {
        var random = new Random(1);
        var table = new AggregateRequest();
        for (var b = 0; b < benchmarks; b++)
        {
            var marks = b % 3 == 2;
            var column = new AggregateColumn
            {
                Benchmark = string.Create(CultureInfo.InvariantCulture, $"benchmark{b:D2}"),
                Direction = Direction.HigherIsBetter,
                RangeMin = marks ? 1 : 0,
                RangeMax = marks ? 5 : 1,
            };
            double[] ease = [.. Enumerable.Range(0, instances).Select(_ => random.NextDouble())];
            for (var m = 0; m < models; m++)
            {
                var skill = 0.2 + 0.03 * m;
                column.Models.Add(new AggregateValues
                {
                    Model = string.Create(CultureInfo.InvariantCulture, $"model{m:D2}"),
                    Values = { ease.Select(e => Score((e + skill + random.NextDouble()) / 2.2, marks)) },
                });
            }
            table.Columns.Add(column);
        }
        return table;
    }

    private static double Score(double strength, bool marks) => marks
        ? Math.Round(1 + 4 * Math.Clamp(strength, 0, 1), 2)
        : strength > 0.5 ? 1 : 0;
}
