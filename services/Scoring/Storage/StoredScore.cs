using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Scoring.Storage;

/// <summary>A row of table scores.</summary>
internal sealed class StoredScore
{
    public string Candidate { get; init; } = "";

    public string Benchmark { get; init; } = "";

    public string Instance { get; init; } = "";

    public string Metric { get; init; } = "";

    public double? Value { get; init; }

    public long Unscored { get; init; }

    public string Detail { get; init; } = "";

    public string Rule { get; init; } = "";

    public long? TruePositives { get; init; }

    public long? FalsePositives { get; init; }

    public long? FalseNegatives { get; init; }

    internal RecordedScore ToProto() => new()
    {
        Benchmark = Benchmark,
        Candidate = Candidate,
        InstanceId = Instance,
        Score = ToScore(),
    };

    private Score ToScore()
    {
        var score = Value is { } value ? Scores.Of(Metric, value, Rule) : Scores.None(Metric, (UnscoredReason)Unscored, Detail);
        if (TruePositives is { } right && FalsePositives is { } wrong && FalseNegatives is { } missed)
            score.Tally = new() { TruePositives = (int)right, FalsePositives = (int)wrong, FalseNegatives = (int)missed };
        return score;
    }
}
