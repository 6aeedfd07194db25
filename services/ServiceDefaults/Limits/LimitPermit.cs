using System.Runtime.InteropServices;

namespace MedHelm.ServiceDefaults.Limits;

/// <summary>Leave to send one call.</summary>
/// <param name="Number">Its number in this process.</param>
/// <param name="TakenAt">When it was taken, in milliseconds of the clock of the shared state.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitPermit(long Number, long TakenAt);
