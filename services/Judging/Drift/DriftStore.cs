using System.Data.Common;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Bench;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Drift;

/// <summary>Checks and the differences they found, each under its natural key, so that a check that was broken off goes on where it stood.</summary>
internal sealed class DriftStore([FromKeyedServices(JudgingModule.Name)] Database database, TimeProvider clock)
{
    // Above what clients number their samples with.
    private const int FirstSampleIndex = 1_000_000;
    private const int MostTries = 20;

    private const string Select = "SELECT juror, number, version, sample_index, first_slot, most, done, content FROM drift_checks WHERE anchor_set = @set";
    private static readonly string[] CheckColumns = ["anchor_set", "juror", "number", "version", "sample_index", "first_slot", "most", "time_ms", "done", "content"];
    private static readonly string[] MarkColumns = ["anchor_set", "juror", "version", "slot", "number", "place", "difference", "snapshot", "cost_nano_usd"];

    /// <summary>The check of this version that was begun and is not done, else a new one. One of another version that was broken off stays as it is and is done.</summary>
    public async Task<StoredCheck> BeginAsync(string set, string juror, string version, int most, DriftCheck content, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await database.WriteAsync(transaction => TryBeginAsync(transaction, set, juror, version, most, content, cancel), cancel) is { } begun) return begun;
            // Another replica took the number.
            if (attempt == MostTries) throw new InvalidOperationException($"Other replicas begin checks of {set} all the time; the check of '{juror}' could not be begun.");
        }
    }

    /// <summary>Keeps what a check shows.</summary>
    public Task SaveAsync(string set, StoredCheck check, CancellationToken cancel) => database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
        "UPDATE drift_checks SET content = @content, done = @done WHERE anchor_set = @set AND juror = @juror AND number = @number",
        new { set, juror = check.Juror, number = (long)check.Number, done = check.Done ? 1L : 0L, content = check.Content.ToByteArray() }, transaction, cancellationToken: cancel)), cancel);

    /// <summary>Keeps anchors judged again. One that is there stays as it is.</summary>
    public Task AddMarksAsync(string set, string juror, string version, IReadOnlyList<DriftMark> marks, CancellationToken cancel) => database.WriteAsync(transaction =>
        RowWriter.InsertAsync(transaction, "drift_marks", MarkColumns, "(anchor_set, juror, version, slot) DO NOTHING",
            [
                .. marks.OrderBy(mark => mark.Slot).Select(mark => new object?[]
                {
                    set, juror, version, (long)mark.Slot, (long)mark.Number, (long)mark.Place, mark.Difference, mark.Snapshot, mark.CostNanoUsd,
                }),
            ], cancel), cancel);

    /// <summary>Every anchor that a version judged again, in order.</summary>
    public Task<IReadOnlyList<DriftMark>> MarksAsync(string set, string juror, string version, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<DriftMark>>(async connection =>
    {
        var rows = await connection.QueryAsync<(long Slot, long Number, long Place, double? Difference, string Snapshot, long Cost)>(new CommandDefinition(
            "SELECT slot, number, place, difference, snapshot, cost_nano_usd FROM drift_marks WHERE anchor_set = @set AND juror = @juror AND version = @version ORDER BY slot",
            new { set, juror, version }, cancellationToken: cancel));
        return [.. rows.Select(row => new DriftMark((int)row.Slot, (int)row.Number, (int)row.Place, row.Difference, row.Snapshot, row.Cost))];
    }, cancel);

    /// <summary>Anchors judged again, by juror, over all versions.</summary>
    public Task<IReadOnlyDictionary<string, int>> JudgedAsync(string set, CancellationToken cancel) => database.ReadAsync<IReadOnlyDictionary<string, int>>(async connection =>
    {
        var rows = await connection.QueryAsync<(string Juror, long Judged)>(new CommandDefinition(
            "SELECT juror, COUNT(*) FROM drift_marks WHERE anchor_set = @set GROUP BY juror", new { set }, cancellationToken: cancel));
        return rows.ToDictionary(row => row.Juror, row => (int)row.Judged, StringComparer.Ordinal);
    }, cancel);

    /// <summary>Every check of a set, by juror, the oldest first.</summary>
    public Task<IReadOnlyList<StoredCheck>> ChecksAsync(string set, CancellationToken cancel) =>
        database.ReadAsync(connection => ReadAsync(connection, null, $"{Select} ORDER BY juror, number", new { set }, cancel), cancel);

    private async Task<StoredCheck?> TryBeginAsync(
        DbTransaction transaction, string set, string juror, string version, int most, DriftCheck content, CancellationToken cancel)
    {
        var connection = transaction.Connection!;
        var open = await ReadAsync(connection, transaction, $"{Select} AND juror = @juror AND done = 0 ORDER BY number DESC", new { set, juror }, cancel);
        if (open.FirstOrDefault(check => check.Version == version) is { } going) return going;
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE drift_checks SET done = 1 WHERE anchor_set = @set AND juror = @juror AND done = 0 AND version <> @version", new { set, juror, version }, transaction, cancellationToken: cancel));
        var number = await NextAsync("SELECT MAX(number) FROM drift_checks WHERE anchor_set = @set AND juror = @juror", 1);
        var sample = await NextAsync("SELECT MAX(sample_index) FROM drift_checks", FirstSampleIndex);
        var slot = await NextAsync("SELECT MAX(slot) FROM drift_marks WHERE anchor_set = @set AND juror = @juror AND version = @version", 0);
        var added = await RowWriter.InsertAsync(transaction, "drift_checks", CheckColumns, "DO NOTHING",
            [[set, juror, number, version, sample, slot, (long)most, clock.Ms(), 0L, content.ToByteArray()]], cancel);
        return added == 0 ? null : new StoredCheck(juror, (int)number, version, (int)sample) { FirstSlot = (int)slot, Most = most, Done = false, Content = content };

        async Task<long> NextAsync(string highest, long first) =>
            await connection.ExecuteScalarAsync<long?>(new CommandDefinition(highest, new { set, juror, version }, transaction, cancellationToken: cancel)) is { } last ? last + 1 : first;
    }

    private static async Task<IReadOnlyList<StoredCheck>> ReadAsync(DbConnection connection, DbTransaction? transaction, string query, object parameters, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync<(string Juror, long Number, string Version, long SampleIndex, long FirstSlot, long Most, long Done, byte[] Content)>(
            new CommandDefinition(query, parameters, transaction, cancellationToken: cancel));
        return
        [
            .. rows.Select(row => new StoredCheck(row.Juror, (int)row.Number, row.Version, (int)row.SampleIndex)
            {
                FirstSlot = (int)row.FirstSlot,
                Most = (int)row.Most,
                Done = row.Done != 0,
                Content = DriftCheck.Parser.ParseFrom(row.Content),
            }),
        ];
    }
}
