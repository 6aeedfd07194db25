namespace MedHelm.Inference.Deployments;

/// <summary>A file of recorded completions (JSON lines, gzip allowed).</summary>
/// <param name="Path">The file.</param>
/// <param name="Benchmark">The benchmark its lines belong to; null when each line names its own, or a prompt digest.</param>
internal sealed record RecordingSource(string Path, string? Benchmark);
