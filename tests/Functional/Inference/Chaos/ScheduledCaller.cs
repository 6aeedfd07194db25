namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>One caller of a schedule.</summary>
/// <param name="Name">Its item.</param>
/// <param name="Run">The run it asks for; empty for a direct call.</param>
/// <param name="Start">When it asks.</param>
/// <param name="Replica">Which replica it asks first.</param>
/// <param name="Patience">After which time it leaves; null: never.</param>
internal sealed record ScheduledCaller(string Name, string Run, TimeSpan Start, int Replica, TimeSpan? Patience);
