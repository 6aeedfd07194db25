namespace MedHelm.ServiceDefaults.Limits;

/// <summary>How limits move. Every replica and every implementation must agree, so these are no settings.</summary>
public static class LimitPolicy
{
    /// <summary>A permit lives so long after it was last said to be held.</summary>
    public static readonly TimeSpan PermitTime = TimeSpan.FromSeconds(15);

    /// <summary>How often held permits are to be renewed.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause that a callee can ask for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>The adaptive limit begins here, or at a quarter of the maximum when that is more.</summary>
    internal const int FirstLimit = 16;

    /// <summary>What is left of the adaptive limit after "too many".</summary>
    internal const double Decrease = 0.8;

    /// <summary>Past slow start, so many rounds of successes lead from nothing to the maximum; at least 1 is added a round.</summary>
    internal const double RoundsToMax = 16;

    /// <summary>Pause in ms after "too many" without a Retry-After; doubles with each round that brings nothing else.</summary>
    internal const double FirstBackOff = 100;

    internal const double LongestBackOff = 10_000;

    /// <summary>So many failures of calls begun since the last success open the circuit.</summary>
    internal const int FailuresToOpen = 10;

    /// <summary>As <see cref="FailuresToOpen"/>, of refused credentials: those rarely get better by asking.</summary>
    internal const int DenialsToOpen = 3;

    /// <summary>How long the circuit stays open at first, in ms; doubles with each probe that fails.</summary>
    internal const double FirstOpen = 5_000;

    internal const double LongestOpen = 60_000;

    /// <summary>Where other replicas hold the permits, nobody tells when one is given back: ask again after so many ms.</summary>
    internal const int AskAgain = 50;

    /// <summary>A replica that waits and does not ask again for so many ms has lost its turn.</summary>
    internal const int TurnTime = 3_000;
}
