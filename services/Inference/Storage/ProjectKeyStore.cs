using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using MedHelm.Contracts.Inference.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>The wrapped keys of projects. A destroyed version keeps its row, empty, so that its number never returns.</summary>
internal sealed class ProjectKeyStore([FromKeyedServices(InferenceModule.Service)] Database database)
{
    private const string Table = "project_keys";
    private static readonly string[] Columns = ["project", "version", "master_key", "wrapped", "created_at"];

    /// <summary>Every version of a project, destroyed ones too.</summary>
    public Task<IReadOnlyList<StoredProjectKey>> ReadAsync(string project, CancellationToken cancel) =>
        QueryAsync("WHERE project = @key", project, cancel);

    /// <summary>The versions that another master key than this wrapped.</summary>
    public Task<IReadOnlyList<StoredProjectKey>> ReadUnderOthersAsync(string masterKey, CancellationToken cancel) =>
        QueryAsync("WHERE master_key <> @key AND shredded_at IS NULL", masterKey, cancel);

    /// <summary>By project.</summary>
    public Task<IReadOnlyList<ProjectKey>> ListAsync(CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<ProjectKey>>(async connection =>
        {
            var rows = await connection.QueryAsync<(string Project, long Version)>(new CommandDefinition(
                $"SELECT project, CAST(MAX(CASE WHEN shredded_at IS NULL THEN version ELSE 0 END) AS BIGINT) FROM {Table} GROUP BY project ORDER BY project", cancellationToken: cancel));
            return [.. rows.Select(row => new ProjectKey { Project = row.Project, Version = (int)row.Version, Shredded = row.Version == 0 })];
        }, cancel);

    /// <summary>False when the version exists: another replica was first.</summary>
    public Task<bool> AddAsync(string project, int version, string masterKey, byte[] wrapped, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(async transaction =>
            await RowWriter.InsertAsync(transaction, Table, Columns, "(project, version) DO NOTHING", [[project, (long)version, masterKey, wrapped, Text(now)]], cancel) == 1, cancel);

    /// <summary>Puts a key under another master key, unless it was destroyed or wrapped anew meanwhile.</summary>
    public Task RewrapAsync(StoredProjectKey key, string masterKey, byte[] wrapped, CancellationToken cancel) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"UPDATE {Table} SET master_key = @masterKey, wrapped = @wrapped WHERE project = @Project AND version = @version AND master_key = @old AND shredded_at IS NULL",
            new { masterKey, wrapped, key.Project, version = (long)key.Version, old = key.MasterKey }, transaction, cancellationToken: cancel)), cancel);

    /// <summary>
    /// Overwrites every key of the project, deletes it, and takes it out of the database's files. False when it never had one.
    /// </summary>
    public async Task<bool> ShredAsync(string project, DateTimeOffset now, CancellationToken cancel)
    {
        var known = 0;
        foreach (var content in new[] { RandomNumberGenerator.GetBytes(64), [] })
            known = await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                $"UPDATE {Table} SET master_key = '', wrapped = @content, shredded_at = COALESCE(shredded_at, @now) WHERE project = @project",
                new { content, now = Text(now), project }, transaction, cancellationToken: cancel)), cancel);
        if (known > 0) await database.PurgeAsync(Table, cancel);
        return known > 0;
    }

    private Task<IReadOnlyList<StoredProjectKey>> QueryAsync(string condition, string key, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<StoredProjectKey>>(async connection =>
        {
            var rows = await connection.QueryAsync<(string Project, long Version, string MasterKey, byte[] Wrapped)>(new CommandDefinition(
                $"SELECT project, version, master_key, wrapped FROM {Table} {condition} ORDER BY project, version", new { key }, cancellationToken: cancel));
            return [.. rows.Select(row => new StoredProjectKey(row.Project, (int)row.Version, row.MasterKey, row.Wrapped))];
        }, cancel);

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
