using Dapper;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Evaluation.Storage;

/// <summary>Where the files lie that metrics need, by digest.</summary>
internal sealed class AttachmentStore([FromKeyedServices(EvaluationModule.Service)] Database database)
{
    public Task AddAsync(IReadOnlyCollection<(string Sha256, string Path)> files, CancellationToken cancel) => files.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(
            transaction => RowWriter.InsertAsync(
                transaction, "attachments", ["sha256", "path"], "(sha256) DO UPDATE SET path = excluded.path",
                [.. files.DistinctBy(f => f.Sha256, StringComparer.Ordinal).OrderBy(f => f.Sha256, StringComparer.Ordinal).Select(f => new object?[] { f.Sha256, f.Path })], cancel),
            cancel);

    /// <summary>Null when nobody knows such a file.</summary>
    public Task<string?> FindAsync(string sha256, CancellationToken cancel) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition("SELECT path FROM attachments WHERE sha256 = @sha256", new { sha256 }, cancellationToken: cancel)), cancel);
}
