using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>The archive's answers as they go out and come in. Sealed answers, those of the private tier, do neither.</summary>
internal sealed class ArchiveTransfer([FromKeyedServices(InferenceModule.Service)] Database database, TimeProvider clock)
{
    private const int PageRows = 200;

    /// <summary>Staged rows of an import that broke off are taken away after this time.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private static readonly string[] StagedColumns = ["import", "request_digest", "record", "started_at"];

    /// <summary>True when the run was served any answer.</summary>
    public Task<bool> WasServedAsync(string run, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
            await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM (SELECT 1 FROM served WHERE run = @run LIMIT 1) AS any_row", new { run }, cancellationToken: cancel)) > 0, cancel);

    /// <summary>The answers that a run was served, or all when it is empty, by digest. Private-tier answers are left out.</summary>
    public async IAsyncEnumerable<ArchivedCompletion> ReadAsync(string run, [EnumeratorCancellation] CancellationToken cancel)
    {
        var join = run.Length > 0 ? "JOIN served s ON s.request_digest = c.request_digest AND s.run = @run" : "";
        var sql = string.Create(CultureInfo.InvariantCulture, $"SELECT c.record FROM completions c {join} WHERE c.sealed = 0 AND c.request_digest > @after ORDER BY c.request_digest LIMIT {PageRows}");
        for (var after = ""; ;)
        {
            var page = await database.ReadAsync(async connection =>
                (await connection.QueryAsync<byte[]>(new CommandDefinition(sql, new { run, after }, cancellationToken: cancel))).AsList(), cancel);
            foreach (var record in page)
            {
                var completion = ArchivedCompletion.Parser.ParseFrom(StoredText.UnpackBytes(record).Span);
                after = completion.RequestDigest;
                yield return completion;
            }
            if (page.Count < PageRows) yield break;
        }
    }

    /// <summary>Begins an import; returns its name.</summary>
    public async Task<string> BeginImportAsync(CancellationToken cancel)
    {
        await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "DELETE FROM imports WHERE started_at < @before", new { before = Text(clock.GetUtcNow() - Abandoned) }, transaction, cancellationToken: cancel)), cancel);
        return Path.GetRandomFileName();
    }

    /// <summary>Puts checked answers aside, where nobody is served them. Of two with the same digest the first stays.</summary>
    public Task StageAsync(string import, IReadOnlyList<ArchivedCompletion> completions, CancellationToken cancel) =>
        database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, "imports", StagedColumns, "(import, request_digest) DO NOTHING",
            [.. completions.Select(c => new object?[] { import, c.RequestDigest, StoredText.PackBytes(c.ToByteArray()), Text(clock.GetUtcNow()) })], cancel), cancel);

    /// <summary>Takes everything that was put aside into the archive, or nothing. An answer that is there already stays. Returns how many are new.</summary>
    public Task<int> CommitImportAsync(string import, CancellationToken cancel) =>
        database.WriteAsync(async transaction =>
        {
            var added = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO completions (request_digest, payer, record)
                SELECT request_digest, '', record FROM imports WHERE import = @import ORDER BY request_digest
                ON CONFLICT (request_digest) DO NOTHING
                """, new { import }, transaction, cancellationToken: cancel));
            await transaction.Connection!.ExecuteAsync(new CommandDefinition("DELETE FROM imports WHERE import = @import", new { import }, transaction, cancellationToken: cancel));
            return added;
        }, cancel);

    /// <summary>Takes away what was put aside.</summary>
    public Task DiscardImportAsync(string import) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync("DELETE FROM imports WHERE import = @import", new { import }, transaction), CancellationToken.None);

    /// <summary>Deletes the project's sealed answers: without the keys nobody can read them, and their questions may be answered anew. Returns how many.</summary>
    public Task<int> DeleteSealedAsync(string project, CancellationToken cancel) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "DELETE FROM completions WHERE project = @project AND sealed = 1", new { project }, transaction, cancellationToken: cancel)), cancel);

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
