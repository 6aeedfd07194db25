using System.Globalization;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Completions;

/// <summary>The natural key of one wanted completion: what is paid, and fails, once.</summary>
internal static class ItemKey
{
    public static string Of(CompletionBatch batch, string instanceId) =>
        string.Join('|', WantedItems.PayerOf(batch), batch.Benchmark, batch.Candidate, batch.Juror, instanceId) + Further(batch);

    // Only what is not a jury's first call, so that keys of earlier versions hold.
    private static string Further(CompletionBatch batch) => batch is { Repeat: 0, Attempt: 0 }
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"|{batch.Repeat}|{batch.Attempt}");
}
