using System.ComponentModel.DataAnnotations;

namespace MedHelm.Evaluation;

/// <summary>Settings of the service, section MEDHELM:EVALUATION.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Instances in one message. Default 50.</summary>
    [Range(1, 500)]
    public int BatchSize { get; init; } = 50;

    /// <summary>
    /// Time without any progress after which the undecided instances of a run are asked for again; doubles each time for
    /// the same run. Harmless when the first request is only slow. Default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for runs that buy through batch APIs, where hours without progress are usual; does not double. Default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan BatchStallTime { get; init; } = TimeSpan.FromMinutes(30);
}
