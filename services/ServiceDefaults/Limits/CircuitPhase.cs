namespace MedHelm.ServiceDefaults.Limits;

/// <summary>Whether calls are sent at all.</summary>
public enum CircuitPhase
{
    /// <summary>They are.</summary>
    Closed = 0,

    /// <summary>Too many failed in a row; none is sent until the pause is over.</summary>
    Open = 1,

    /// <summary>The pause is over; a single call tries, over all replicas.</summary>
    HalfOpen = 2,
}
