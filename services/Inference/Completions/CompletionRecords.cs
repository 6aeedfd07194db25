using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>Turns answers into what archive and cache hold, and back.</summary>
internal sealed class CompletionRecords
{
    public ValueTask<StoredCompletion> PackAsync(ArchivedCompletion completion, ProviderRequest request, CancellationToken cancel) =>
        ValueTask.FromResult(new StoredCompletion(completion.Payer, StoredText.PackBytes(completion.ToByteArray()), ""));

    /// <summary>The answer; null when nobody can read it any more.</summary>
    public ValueTask<ArchivedCompletion?> UnpackAsync(StoredCompletion stored, string digest, CancellationToken cancel) =>
        ValueTask.FromResult<ArchivedCompletion?>(ArchivedCompletion.Parser.ParseFrom(StoredText.UnpackBytes(stored.Record).Span));
}
