using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>The natural key of one wanted completion: what is paid, and fails, once.</summary>
internal static class ItemKey
{
    public static string Of(CompletionBatch batch, string instanceId) =>
        string.Join('|', batch.Run, batch.Benchmark, batch.Candidate, batch.Juror, instanceId);
}
