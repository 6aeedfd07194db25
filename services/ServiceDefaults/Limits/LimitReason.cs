namespace MedHelm.ServiceDefaults.Limits;

/// <summary>Why no call may be sent now.</summary>
public enum LimitReason
{
    /// <summary>Calls may be sent.</summary>
    None = 0,

    /// <summary>The calls in flight have reached the adaptive limit, or it is another replica's turn.</summary>
    Concurrency = 1,

    /// <summary>The calls of this minute are used up.</summary>
    Requests = 2,

    /// <summary>The tokens of this minute are used up.</summary>
    Tokens = 3,

    /// <summary>The callee said for how long to stay away.</summary>
    RetryAfter = 4,

    /// <summary>The callee said "too many" and not for how long.</summary>
    BackOff = 5,

    /// <summary>Too many calls failed in a row.</summary>
    Circuit = 6,
}
