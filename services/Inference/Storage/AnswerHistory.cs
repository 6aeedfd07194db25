using Dapper;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money.Quoting;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Inference.Storage;

/// <summary>
/// The newest paid answers of a deployment, for guesses about the next ones. Kept for half a minute, because the quote of a
/// run asks for the same deployment once for each benchmark.
/// </summary>
internal sealed class AnswerHistory([FromKeyedServices(InferenceModule.Service)] Database database) : IDisposable
{
    private const int Newest = 20_000;
    private const int MostKept = 10 * Newest;
    private const int PartsOfItemKey = 5;
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(30);
    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>The newest first. Calls whose provider reported no output say nothing and are left out.</summary>
    public async Task<IReadOnlyList<Observation>> FindAsync(string deployment, Purpose purpose, CancellationToken cancel)
    {
        if (kept.TryGetValue((deployment, purpose), out IReadOnlyList<Observation>? known)) return known!;
        var found = await ReadAsync(deployment, purpose, cancel);
        return kept.Set((deployment, purpose), found, new MemoryCacheEntryOptions { Size = found.Count + 1, AbsoluteExpirationRelativeToNow = KeepFor });
    }

    public void Dispose() => kept.Dispose();

    private Task<IReadOnlyList<Observation>> ReadAsync(string deployment, Purpose purpose, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<Observation>>(async connection =>
        {
            var rows = await connection.QueryAsync<(long Input, long Cached, long Output, long Reasoning, string? Payer)>(new CommandDefinition(
                """
                SELECT paid.input_tokens, paid.cached_input_tokens, paid.output_tokens, paid.reasoning_tokens, completions.payer
                FROM (SELECT request_digest, called_at, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens FROM ledger
                      WHERE deployment = @deployment AND purpose = @purpose AND output_tokens + reasoning_tokens > 0
                      ORDER BY called_at DESC LIMIT @newest) AS paid
                LEFT JOIN completions ON completions.request_digest = paid.request_digest
                ORDER BY paid.called_at DESC
                """, new { deployment, purpose = (long)purpose, newest = (long)Newest }, cancellationToken: cancel));
            return [.. rows.Select(row => Observed(row.Input, row.Cached, row.Output, row.Reasoning, row.Payer ?? ""))];
        }, cancel);

    // The item that paid is named run|benchmark|candidate|juror|instance.
    private static Observation Observed(long input, long cached, long output, long reasoning, string payer) =>
        payer.Split('|', PartsOfItemKey) is [_, var benchmark, var candidate, _, var instance]
            ? new Observation(string.Intern(benchmark), string.Intern(candidate), instance, input, cached, output, reasoning)
            : new Observation("", "", "", input, cached, output, reasoning);
}
