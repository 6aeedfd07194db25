namespace MedHelm.Testing.Fakes;

/// <summary>The numbers of a <see cref="CallLedger"/> at one moment; the fields are explained there.</summary>
public sealed record CallStats(
    long Calls, long Delivered, long BilledPrompts, long RepeatedBills, long Faults, long DistinctPrompts, long InFlight, long PeakInFlight);
