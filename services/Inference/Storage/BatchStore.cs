using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>The items that wait for batches, and the batches. What stands here survives every restart.</summary>
internal sealed class BatchStore([FromKeyedServices(InferenceModule.Service)] Database database)
{
    private static readonly string[] ItemColumns = ["item_key", "request_digest", "deployment", "job_id", "payload", "deadline_ms", "ready_ms"];
    private static readonly string[] JobColumns = ["job_id", "deployment", "provider_job", "state", "prices", "created_ms", "deadline_ms", "looks", "next_look_ms"];

    /// <summary>Puts items in the queue. One that is there already stays as it is.</summary>
    /// <param name="items">With different keys.</param>
    /// <param name="ready">When they may be sent, if nothing else sends them earlier.</param>
    /// <param name="cancel">Gives up.</param>
    public Task QueueAsync(IReadOnlyList<QueuedItem> items, DateTimeOffset ready, CancellationToken cancel) => database.WriteAsync(transaction =>
        RowWriter.InsertAsync(transaction, "batch_items", ItemColumns, "(item_key) DO NOTHING",
            [
                .. items.Select(item => new object?[]
                {
                    item.ItemKey, item.RequestDigest, item.Deployment, null, item.Message.ToByteArray(),
                    item.Deadline.ToUnixTimeMilliseconds(), ready.ToUnixTimeMilliseconds(),
                }),
            ], cancel), cancel);

    /// <summary>Deployments with items or batches.</summary>
    public Task<IReadOnlyList<string>> DeploymentsAsync(CancellationToken cancel) => database.ReadAsync<IReadOnlyList<string>>(async connection =>
        [.. await connection.QueryAsync<string>(new CommandDefinition("SELECT deployment FROM batch_items UNION SELECT deployment FROM batch_jobs", cancellationToken: cancel))], cancel);

    /// <summary>Batches of a deployment, the oldest first.</summary>
    public Task<IReadOnlyList<BatchJob>> JobsAsync(string deployment, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<BatchJob>>(async connection =>
    {
        var rows = await connection.QueryAsync<(string Id, string? ProviderJob, long State, byte[] Prices, long Created, long Deadline, long Looks, long NextLook)>(new CommandDefinition(
            "SELECT job_id, provider_job, state, prices, created_ms, deadline_ms, looks, next_look_ms FROM batch_jobs WHERE deployment = @deployment ORDER BY created_ms, job_id",
            new { deployment }, cancellationToken: cancel));
        return
        [
            .. rows.Select(row => new BatchJob
            {
                Id = row.Id,
                Deployment = deployment,
                ProviderJob = row.ProviderJob,
                State = (BatchJobState)row.State,
                Prices = PriceList.Parser.ParseFrom(row.Prices),
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Created),
                Deadline = DateTimeOffset.FromUnixTimeMilliseconds(row.Deadline),
                Looks = (int)row.Looks,
                NextLook = DateTimeOffset.FromUnixTimeMilliseconds(row.NextLook),
            }),
        ];
    }, cancel);

    /// <summary>Items of a batch, by key.</summary>
    public Task<IReadOnlyList<QueuedItem>> ItemsAsync(string job, CancellationToken cancel) => ReadAsync("job_id = @job", new { job }, cancel);

    /// <summary>Items of a deployment that are in no batch and whose time is up.</summary>
    public Task<IReadOnlyList<QueuedItem>> OverdueAsync(string deployment, DateTimeOffset now, CancellationToken cancel) =>
        ReadAsync("job_id IS NULL AND deployment = @deployment AND deadline_ms <= @now", new { deployment, now = now.ToUnixTimeMilliseconds() }, cancel);

    /// <summary>
    /// Puts the oldest waiting items in a new batch, once one of them is ready or there are as many as a batch takes. False
    /// when it is too early.
    /// </summary>
    public Task<bool> FormAsync(BatchJob job, int most, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var connection = transaction.Connection!;
        var waiting = (await connection.QueryAsync<(string Key, long Ready, long Deadline)>(new CommandDefinition(
            "SELECT item_key, ready_ms, deadline_ms FROM batch_items WHERE job_id IS NULL AND deployment = @deployment ORDER BY ready_ms, item_key LIMIT @most",
            new { deployment = job.Deployment, most }, transaction, cancellationToken: cancel))).ToList();
        if (waiting.Count == 0 || (waiting.Count < most && waiting[0].Ready > job.CreatedAt.ToUnixTimeMilliseconds())) return false;
        await RowWriter.InsertAsync(transaction, "batch_jobs", JobColumns, "(job_id) DO NOTHING",
            [
                [
                    job.Id, job.Deployment, null, (long)job.State, job.Prices.ToByteArray(), job.CreatedAt.ToUnixTimeMilliseconds(), waiting.Min(item => item.Deadline), 0L,
                    job.NextLook.ToUnixTimeMilliseconds(),
                ],
            ], cancel);
        foreach (var keys in waiting.Select(item => item.Key).Chunk(500))
            await connection.ExecuteAsync(new CommandDefinition(
                $"UPDATE batch_items SET job_id = @job WHERE job_id IS NULL AND item_key {AnyOf.Parameter(connection, "keys")}", new { job = job.Id, keys }, transaction, cancellationToken: cancel));
        return true;
    }, cancel);

    /// <summary>Takes items out of their batch; they wait for another.</summary>
    /// <param name="items">Their digests may have changed.</param>
    /// <param name="ready">When they may be sent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task PutBackAsync(IReadOnlyList<QueuedItem> items, DateTimeOffset ready, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        foreach (var item in items)
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "UPDATE batch_items SET job_id = NULL, request_digest = @RequestDigest, ready_ms = @ready WHERE item_key = @ItemKey",
                new { item.ItemKey, item.RequestDigest, ready = ready.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancel));
    }, cancel);

    /// <summary>Notes how far a batch has come. False when somebody else has moved it meanwhile: then it is theirs.</summary>
    public async Task<bool> MoveAsync(BatchJob from, BatchJob to, CancellationToken cancel) => await database.WriteAsync(transaction =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            UPDATE batch_jobs SET provider_job = @ProviderJob, state = @state, looks = @looks, next_look_ms = @nextLook
            WHERE job_id = @Id AND state = @fromState AND looks = @fromLooks
            """,
            new
            {
                from.Id,
                to.ProviderJob,
                state = (long)to.State,
                looks = (long)to.Looks,
                nextLook = to.NextLook.ToUnixTimeMilliseconds(),
                fromState = (long)from.State,
                fromLooks = (long)from.Looks,
            }, transaction, cancellationToken: cancel)), cancel) == 1;

    /// <summary>Lets claims end at once, as those of a dead process do: whoever asks next takes them over, and their worst case is booked.</summary>
    public Task LapseAsync(string owner, CancellationToken cancel) => LapseAsync("owner = @owner", new { owner }, cancel);

    /// <summary>The same for one question.</summary>
    public Task LapseAsync(string owner, string digest, CancellationToken cancel) => LapseAsync("owner = @owner AND request_digest = @digest", new { owner, digest }, cancel);

    /// <summary>Items that have their outcome, or go another way.</summary>
    public Task RemoveAsync(IEnumerable<QueuedItem> items, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        foreach (var keys in items.Select(item => item.ItemKey).Chunk(500))
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM batch_items WHERE item_key {AnyOf.Parameter(transaction.Connection!, "keys")}", new { keys }, transaction, cancellationToken: cancel));
    }, cancel);

    /// <summary>A batch whose items are all gone.</summary>
    public Task RemoveAsync(BatchJob job, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition("DELETE FROM batch_jobs WHERE job_id = @Id", new { job.Id }, transaction, cancellationToken: cancel));
    }, cancel);

    private Task LapseAsync(string condition, object parameters, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition($"UPDATE claims SET until_ms = 0 WHERE {condition}", parameters, transaction, cancellationToken: cancel));
    }, cancel);

    private Task<IReadOnlyList<QueuedItem>> ReadAsync(string condition, object parameters, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<QueuedItem>>(async connection =>
    {
        var rows = await connection.QueryAsync<(string Key, string Digest, string Deployment, byte[] Payload, long Deadline)>(new CommandDefinition(
            $"SELECT item_key, request_digest, deployment, payload, deadline_ms FROM batch_items WHERE {condition}", parameters, cancellationToken: cancel));
        return
        [
            .. rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new QueuedItem
            {
                ItemKey = row.Key,
                RequestDigest = row.Digest,
                Deployment = row.Deployment,
                Message = CompletionsRequested.Parser.ParseFrom(row.Payload),
                Deadline = DateTimeOffset.FromUnixTimeMilliseconds(row.Deadline),
            }),
        ];
    }, cancel);
}
