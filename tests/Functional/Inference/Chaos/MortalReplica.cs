using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>A replica whose callers notice its death, as they notice a connection that breaks.</summary>
internal sealed class MortalReplica(Replica replica)
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDead => died.Task.IsCompleted;

    /// <summary>The outcome; null when the replica died before it gave one.</summary>
    public async Task<CompletionOutcome?> CompleteAsync(WantedCompletion wanted, CancellationToken cancel)
    {
        try
        {
            var asking = Task.Run(() => replica.Engine.CompleteAsync([wanted], Prompts, cancel), CancellationToken.None);
            return await Task.WhenAny(asking, died.Task) == asking ? (await asking)[0] : null;
        }
        catch (Exception) when (IsDead)
        {
            return null;
        }
    }

    /// <summary>Answers in the ledger of a run, or of direct calls; without calls whose end nobody saw.</summary>
    public async Task<long> BilledAsync(string run) =>
        (await replica.Archive.LedgerAsync(run, default)).Sum(line => line.CostNanoUsd - line.PresumedNanoUsd) / ScriptedProvider.Cost;

    /// <summary>Dies. Its claims stay behind.</summary>
    public async Task DieAsync()
    {
        died.TrySetResult();
        await replica.DisposeAsync();
    }

    private static Task<Dictionary<string, string>> Prompts(IReadOnlyList<string> digests) =>
        Task.FromResult(digests.Distinct(StringComparer.Ordinal).ToDictionary(digest => digest, digest => digest, StringComparer.Ordinal));
}
