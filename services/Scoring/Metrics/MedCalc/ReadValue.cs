namespace MedHelm.Scoring.Metrics.MedCalc;

/// <summary>The value an answer gives and the rule that found it. Without a value, <see cref="Ambiguous"/> tells several values from none.</summary>
internal readonly record struct ReadValue(double? Value, string Rule, bool Ambiguous);
