namespace MedHelm.ServiceDefaults.Limits;

/// <summary>What came of a call.</summary>
public enum LimitOutcome
{
    /// <summary>Nothing that says anything about the callee: the caller gave up.</summary>
    Abandoned = 0,

    /// <summary>An answer.</summary>
    Succeeded = 1,

    /// <summary>An answer that is no success, such as a request called invalid; the callee is alive.</summary>
    Answered = 2,

    /// <summary>Refused because there are too many.</summary>
    Throttled = 3,

    /// <summary>The callee failed.</summary>
    Failed = 4,

    /// <summary>No answer in time.</summary>
    TimedOut = 5,

    /// <summary>The credentials were refused.</summary>
    Denied = 6,
}
