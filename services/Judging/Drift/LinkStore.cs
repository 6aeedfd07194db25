using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Drift;

/// <summary>Measured steps between versions of jurors.</summary>
internal sealed class LinkStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private static readonly string[] Columns = ["anchor_set", "juror", "from_version", "to_version", "time_ms", "link"];

    /// <summary>Keeps a link, in the place of an earlier one between the same versions.</summary>
    public Task SaveAsync(string set, string juror, VersionLink link, CancellationToken cancel) => database.WriteAsync(transaction => RowWriter.InsertAsync(
        transaction, "version_links", Columns, "(anchor_set, juror, from_version, to_version) DO UPDATE SET time_ms = excluded.time_ms, link = excluded.link",
        [[set, juror, link.FromVersion, link.ToVersion, link.Time.ToDateTimeOffset().ToUnixTimeMilliseconds(), link.ToByteArray()]], cancel), cancel);

    /// <summary>The links of a set by juror, the oldest first.</summary>
    public async Task<ILookup<string, VersionLink>> OfAsync(string set, CancellationToken cancel)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<(string Juror, byte[] Link)>(new CommandDefinition(
                "SELECT juror, link FROM version_links WHERE anchor_set = @set ORDER BY juror, time_ms, to_version", new { set }, cancellationToken: cancel)),
            cancel);
        return rows.ToLookup(row => row.Juror, row => VersionLink.Parser.ParseFrom(row.Link), StringComparer.Ordinal);
    }
}
