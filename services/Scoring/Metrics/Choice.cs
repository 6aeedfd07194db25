namespace MedHelm.Scoring.Metrics;

/// <summary>The option that an answer names, counted from 0, and the rule that found it.</summary>
internal readonly record struct Choice(int Option, string Rule);
