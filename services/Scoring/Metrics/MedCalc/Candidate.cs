using System.Runtime.InteropServices;

namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>A value that stands somewhere in a text: a number, or a date or duration as a number of days.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(int Start, int End, double Value);
