using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Privacy;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Completions;

/// <summary>Turns answers into what archive and cache hold, and back: packed, and sealed with the project's key where they are private.</summary>
internal sealed class CompletionRecords(PrivateText privateText)
{
    /// <summary>Why an answer to the request could not be kept, for people; null when it can. To be asked before it is paid for.</summary>
    public string? RefusalOf(ProviderRequest request) => request.DataTier == DataTier.Private ? privateText.Refusal : null;

    public async ValueTask<StoredCompletion> PackAsync(ArchivedCompletion completion, ProviderRequest request, CancellationToken cancel)
    {
        var packed = StoredText.PackBytes(completion.ToByteArray());
        return request.DataTier == DataTier.Private
            ? new StoredCompletion(completion.Payer, await privateText.SealAsync(request.Project, packed, completion.RequestDigest, cancel), request.Project)
            : new StoredCompletion(completion.Payer, packed, "");
    }

    /// <summary>The answer; null when its key was destroyed and nobody can read it any more.</summary>
    public async ValueTask<ArchivedCompletion?> UnpackAsync(StoredCompletion stored, string digest, CancellationToken cancel)
    {
        var packed = stored.Sealed ? await privateText.OpenAsync(stored.Project, stored.Record, digest, cancel) : stored.Record;
        return packed is null ? null : ArchivedCompletion.Parser.ParseFrom(StoredText.UnpackBytes(packed).Span);
    }
}
