namespace MedHelm.ServiceDefaults.Limits;

/// <summary>The state of one name.</summary>
public sealed record LimitState
{
    /// <summary>Limits in force.</summary>
    public required LimitRules Rules { get; init; }

    /// <summary>The tuned limits; null when the configured ones hold.</summary>
    public LimitRules? Tuned { get; init; }

    /// <summary>Why it was tuned.</summary>
    public string TuningReason { get; init; } = "";

    /// <summary>Counts the tunings; 0: never tuned.</summary>
    public long Tuning { get; init; }

    /// <summary>The adaptive limit.</summary>
    public required double Concurrency { get; init; }

    /// <summary>Permits held over all replicas.</summary>
    public required int InFlight { get; init; }

    /// <summary>How much longer nothing is sent because of a pause; zero: no pause.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Why there is a pause.</summary>
    public LimitReason PauseReason { get; init; }

    /// <summary>The circuit breaker.</summary>
    public CircuitPhase Circuit { get; init; }

    /// <summary>How much longer it is open.</summary>
    public TimeSpan CircuitPause { get; init; }
}
