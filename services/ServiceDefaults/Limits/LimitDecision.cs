using System.Runtime.InteropServices;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>Which calls may be sent.</summary>
/// <param name="Granted">So many of those asked for, the first ones.</param>
/// <param name="TakenAt">See <see cref="LimitPermit"/>.</param>
/// <param name="Reason">Why not all.</param>
/// <param name="Wait">When to ask again for the rest; a permit given back may make it sooner.</param>
/// <param name="CircuitSince">Since when the circuit is open, where that is the reason.</param>
/// <param name="CircuitCause">What opened it.</param>
/// <param name="Tuning">Counts the tunings of this name; 0: never tuned.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitDecision(
    int Granted, long TakenAt, LimitReason Reason, TimeSpan Wait, DateTimeOffset? CircuitSince, LimitOutcome CircuitCause, long Tuning);
