using System.Collections.Frozen;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Providers;

/// <summary>The providers by name.</summary>
internal sealed partial class ProviderDirectory(IEnumerable<IProvider> providers, ILogger<ProviderDirectory> logger)
{
    private readonly FrozenDictionary<string, IProvider> byName = providers.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    public IProvider ProviderOf(ProviderRequest request) => byName[request.Deployment.Provider];

    /// <summary>
    /// Makes one attempt. Whatever the provider does, it ends in an answer, a <see cref="ProviderException"/> or a cancellation: a
    /// failing item must not take its batch along.
    /// </summary>
    public async Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        try
        {
            return await ProviderOf(request).CompleteAsync(request, onText, cancel);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ProviderException))
        {
            Log.Unforeseen(logger, request.Deployment.Id, e.GetType().Name);
            throw new ProviderException(FailureReason.ProviderError, $"The reply or the deployment's configuration could not be handled ({e.GetType().Name}).") { MaybeBilled = true };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call to {Deployment} ended in {Cause}; the item is recorded as failed.", EventName = "ProviderUnforeseen")]
        internal static partial void Unforeseen(ILogger logger, string deployment, string cause);
    }
}
