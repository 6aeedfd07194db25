using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Statistics;
using MedHelm.Scoring.Statistics.Aggregates;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Summaries;

/// <summary>The scores of one candidate on one benchmark under one metric, gathered one by one and then summed up.</summary>
internal sealed class MetricScores(string benchmark, string candidate, Metric metric)
{
    private readonly List<(string Instance, double Value, string Subset, string Cluster)> values = [];
    private readonly SortedDictionary<string, long> unscored = new(StringComparer.Ordinal);
    private readonly TallySum tallies = new();

    internal string Candidate => candidate;

    internal void Add(string instance, Score score, string subset, string cluster)
    {
        tallies.Add(score.Tally);
        if (score.OutcomeCase == Score.OutcomeOneofCase.Value)
        {
            values.Add((instance, score.Value, subset, cluster));
            return;
        }
        var reason = ReasonName.Of(score.Unscored?.Reason ?? UnscoredReason.Unspecified) + (score.Unscored?.Detail is { Length: > 0 } detail ? ": " + detail : "");
        unscored[reason] = unscored.GetValueOrDefault(reason) + 1;
    }

    /// <summary>The mean; null without values.</summary>
    internal double? Mean => CellMeans.Of(Column(benchmark, metric, [this]), Values(), Rescaling.Range)?.Mean;

    /// <summary>The mean without an interval.</summary>
    internal Estimate PlainMean => Estimates.WithoutInterval(Mean ?? double.NaN, 0, Units.Of(values.Count, [.. values.Select(value => value.Cluster)]).Count, "");

    /// <summary>Candidates on one benchmark under one metric as a column, every value with its instance.</summary>
    internal static AggregateColumn Column(string benchmark, Metric metric, IReadOnlyCollection<MetricScores> cells)
    {
        var column = new AggregateColumn { Benchmark = benchmark, RangeMin = metric.RangeMin, RangeMax = metric.RangeMax, Clipped = metric.Clipped };
        var clusters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in cells)
            foreach (var value in cell.values) clusters[value.Instance] = value.Cluster;
        column.Instances = clusters.Count;
        if (clusters.Values.Any(cluster => cluster.Length > 0)) column.Clusters.Add(clusters.Values);
        var places = clusters.Keys.Select((instance, place) => (instance, place)).ToDictionary(i => i.instance, i => i.place, StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            var model = cell.Values();
            if (cell.values.Count < clusters.Count) model.Positions.Add(cell.values.Select(value => places[value.Instance]));
            column.Models.Add(model);
        }
        return column;
    }

    /// <param name="mean">The mean, with its interval or without.</param>
    /// <param name="planned">Instances planned.</param>
    /// <param name="ofRun">Whether it is a metric of the run itself.</param>
    internal ScoreSummary ToProto(Estimate mean, long planned, bool ofRun) => new()
    {
        Benchmark = benchmark,
        Candidate = candidate,
        Metric = metric.Name,
        Mean = mean,
        Planned = planned,
        Scored = values.Count,
        Unscored = { unscored.Select(reason => new UnscoredTally { Reason = reason.Key, Count = reason.Value }) },
        Micro = tallies.ToProto(),
        OfRun = ofRun,
    };

    private AggregateValues Values()
    {
        values.Sort((one, other) => string.CompareOrdinal(one.Instance, other.Instance));
        var model = new AggregateValues { Model = candidate, Values = { values.Select(value => value.Value) } };
        // A value without a sub-run beside others with one is a sub-run of its own.
        if (values.Exists(value => value.Subset.Length > 0)) model.Subsets.Add(values.Select(value => value.Subset));
        return model;
    }
}
