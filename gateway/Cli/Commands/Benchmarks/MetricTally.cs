using System.Text.Json;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Counts how gold and wrong answers fare under one metric.</summary>
internal sealed class MetricTally(Metric metric)
{
    private const int MostIds = 5;
    private const double Tolerance = 1e-9;

    private readonly bool lowerIsBetter = metric.Direction == Direction.LowerIsBetter;
    private readonly List<string> below = [];
    private readonly List<string> wrongAsGood = [];
    private readonly SortedDictionary<string, List<string>> unscored = new(StringComparer.Ordinal);
    private int gold;
    private int atBest;

    private double Best => lowerIsBetter ? metric.RangeMin : metric.RangeMax;

    public void Add(string instance, Score right, Score wrong)
    {
        gold++;
        if (right.OutcomeCase != Score.OutcomeOneofCase.Value)
        {
            var reason = Reason(right.Unscored);
            if (!unscored.TryGetValue(reason, out var ids))
                unscored[reason] = ids = [];
            ids.Add(instance);
            return;
        }
        if (Math.Abs(right.Value - Best) <= Tolerance)
            atBest++;
        else
            below.Add(instance);
        if (wrong.OutcomeCase == Score.OutcomeOneofCase.Value && (lowerIsBetter ? wrong.Value <= right.Value : wrong.Value >= right.Value))
            wrongAsGood.Add(instance);
    }

    public MetricReplay Finish() => new(metric.Name, Best, gold, atBest)
    {
        Below = below.Count,
        BelowIds = [.. below.Take(MostIds)],
        Unscored = [.. unscored.Select(u => new UnscoredGold(u.Key, u.Value.Count, [.. u.Value.Take(MostIds)]))],
        WrongAsGood = wrongAsGood.Count,
        WrongAsGoodIds = [.. wrongAsGood.Take(MostIds)],
        Excuse = MetricExcuses.Of(metric.Name),
    };

    private static string Reason(Unscored? unscored)
    {
        var reason = JsonNamingPolicy.SnakeCaseLower.ConvertName((unscored?.Reason ?? UnscoredReason.Unspecified).ToString());
        return unscored is { Detail.Length: > 0 } ? $"{reason}: {unscored.Detail}" : reason;
    }
}
