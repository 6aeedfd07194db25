using System.Globalization;
using MedHelm.Cli.Tables;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>The rows of one benchmark in a file of scores.</summary>
internal sealed class ScoreColumn(CsvTable table, IReadOnlyList<CsvRow> rows, AggregateColumn usual)
{
    private const string NoReason = "no_score";

    private readonly Dictionary<(string Subset, string Instance), int> positions = [];
    private readonly List<string> clusters = [];

    public AggregateColumn Read(string benchmark)
    {
        var column = new AggregateColumn
        {
            Benchmark = benchmark,
            Category = Said("category"),
            Subcategory = Said("subcategory"),
            RangeMin = SaidNumber("min") ?? usual.RangeMin,
            RangeMax = SaidNumber("max") ?? usual.RangeMax,
            Direction = SaidDirection(),
        };
        var models = rows.GroupBy(row => row.Name("model"), StringComparer.Ordinal).Select(model => (model.Key, Placed: Place([.. model]))).ToList();
        foreach (var (model, placed) in models) column.Models.Add(Values(column, model, placed));
        column.Instances = positions.Count;
        if (table.Has("cluster")) column.Clusters.Add(clusters);
        return column;
    }

    private List<(int Position, CsvRow Row)> Place(IReadOnlyList<CsvRow> own)
    {
        var placed = new SortedDictionary<int, CsvRow>();
        for (var i = 0; i < own.Count; i++)
        {
            var row = own[i];
            var instance = table.Has("instance") ? row.Name("instance") : i.ToString(CultureInfo.InvariantCulture);
            var position = Position(row, instance);
            if (!placed.TryAdd(position, row))
                throw row.Wrong("instance", "must be unique for its model, benchmark and subset", instance, $"Line {placed[position].Line} has it as well; leave one out.");
        }
        return [.. placed.Select(p => (p.Key, p.Value))];
    }

    private int Position(CsvRow row, string instance)
    {
        var (key, cluster) = ((row.Text("subset"), instance), row.Text("cluster"));
        if (!positions.TryGetValue(key, out var position))
        {
            positions[key] = position = positions.Count;
            // An instance without a cluster is its own.
            clusters.Add(cluster.Length == 0 ? $"instance {position}" : cluster);
        }
        else if (cluster.Length > 0 && clusters[position] != cluster)
        {
            throw row.Wrong("cluster", $"must be the same in every row of the instance, '{clusters[position]}' before", cluster);
        }
        return position;
    }

    private AggregateValues Values(AggregateColumn column, string model, List<(int Position, CsvRow Row)> placed)
    {
        var values = new AggregateValues { Model = model, Planned = placed.Count };
        foreach (var (position, row) in placed)
        {
            if (row.OptionalNumber("score") is not { } score) continue;
            if (score < column.RangeMin || score > column.RangeMax)
                throw row.Wrong("score", string.Create(CultureInfo.InvariantCulture, $"must be from {column.RangeMin} to {column.RangeMax}"), row.Text("score"), "Say --range MIN..MAX, or give the file columns min and max.");
            values.Values.Add(score);
            values.Positions.Add(position);
            if (table.Has("subset")) values.Subsets.Add(row.Text("subset"));
        }
        values.Unscored.Add(placed.Where(p => p.Row.Text("score").Length == 0)
            .GroupBy(p => p.Row.Text("reason") is { Length: > 0 } reason ? reason : NoReason, StringComparer.Ordinal)
            .OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => new UnscoredTally { Reason = reason.Key, Count = reason.Count() }));
        return values;
    }

    private Direction SaidDirection() => Said("direction") switch
    {
        "" => usual.Direction,
        "higher" => Direction.HigherIsBetter,
        "lower" => Direction.LowerIsBetter,
        var other => throw rows[0].Wrong("direction", "must be higher or lower", other),
    };

    private double? SaidNumber(string name) => Said(name).Length == 0 ? null : rows[0].Number(name);

    // What is said of a benchmark must be said alike in all its rows.
    private string Said(string name)
    {
        var said = rows[0].Text(name);
        return rows.FirstOrDefault(row => row.Text(name) != said) is { } other
            ? throw other.Wrong(name, $"must be the same in every row of the benchmark, '{said}' before", other.Text(name))
            : said;
    }
}
