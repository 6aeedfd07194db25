using System.Data.Common;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Judging.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>What every juror said about every answer, each attempt of it.</summary>
internal sealed class VerdictStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private const string Key = "run, judgement, candidate, benchmark, instance_id, juror, repeat, attempt";
    private static readonly string[] Columns = [.. Key.Split(", "), "verdict", "raw_reply", "detail"];

    /// <summary>Stores verdicts; one that was there under the same key is replaced. No key may occur twice.</summary>
    public async Task SaveAsync(string run, IEnumerable<RecordedVerdict> verdicts, CancellationToken cancel)
    {
        // In key order, so that replicas handling the same message twice wait for each other instead of deadlocking.
        var rows = verdicts
            .OrderBy(verdict => verdict.Judgement, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Candidate, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Benchmark, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.InstanceId, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Verdict.Juror, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Verdict.Repeat)
            .ThenBy(verdict => verdict.Attempt)
            .Select(verdict => new object?[]
            {
                run, verdict.Judgement, verdict.Candidate, verdict.Benchmark, verdict.InstanceId, verdict.Verdict.Juror, (long)verdict.Verdict.Repeat, (long)verdict.Attempt,
                verdict.Verdict.ToByteArray(), StoredText.Pack(verdict.RawReply), DetailOf(verdict),
            })
            .ToList();
        await database.WriteAsync(transaction => RowWriter.InsertAsync(
            transaction, "juror_verdicts", Columns, $"({Key}) DO UPDATE SET verdict = excluded.verdict, raw_reply = excluded.raw_reply, detail = excluded.detail", rows, cancel), cancel);
    }

    /// <summary>Every attempt of every juror on these answers of one candidate to one benchmark, by instance, without the replies.</summary>
    public async Task<ILookup<string, RecordedVerdict>> FindAsync(
        string run, string judgement, string candidate, string benchmark, IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        (await database.ReadAsync(
            async connection => await ReadAsync(
                connection, $"{Selected("NULL")} AND candidate = @candidate AND benchmark = @benchmark AND instance_id {AnyOf.Parameter(connection, "ids")}",
                new { run, judgement, candidate, benchmark, ids = instanceIds.ToArray() }, cancel),
            cancel)).ToLookup(verdict => verdict.InstanceId, StringComparer.Ordinal);

    /// <summary>
    /// The verdicts that count on one benchmark, of every juror and repeat the last attempt's, by candidate, instance, juror and repeat, without the replies.
    /// </summary>
    public async Task<IReadOnlyList<RecordedVerdict>> LastAsync(string run, string judgement, string benchmark, CancellationToken cancel)
    {
        var all = await database.ReadAsync(
            connection => ReadAsync(connection, $"{Selected("NULL")} AND benchmark = @benchmark ORDER BY {Key}", new { run, judgement, benchmark }, cancel), cancel);
        return
        [
            .. all.Where((verdict, i) => i + 1 == all.Count || !SameCall(verdict, all[i + 1])),
        ];
    }

    /// <summary>The next verdicts after a key, or the first, in key order.</summary>
    public Task<IReadOnlyList<RecordedVerdict>> ListAsync(VerdictFilter filter, VerdictKey? after, int most, CancellationToken cancel)
    {
        var query = Selected("raw_reply")
            + (filter.Candidate.Length > 0 ? " AND candidate = @candidate" : "")
            + (filter.Benchmark.Length > 0 ? " AND benchmark = @benchmark" : "")
            + (filter.InstanceId.Length > 0 ? " AND instance_id = @instanceId" : "")
            + (after is not null ? " AND (candidate, benchmark, instance_id, juror, repeat, attempt) > (@afterCandidate, @afterBenchmark, @afterInstance, @afterJuror, @afterRepeat, @afterAttempt)" : "")
            + $" ORDER BY {Key} LIMIT @most";
        var parameters = new
        {
            run = filter.Run,
            judgement = filter.Judgement,
            candidate = filter.Candidate,
            benchmark = filter.Benchmark,
            instanceId = filter.InstanceId,
            most,
            afterCandidate = after?.Candidate,
            afterBenchmark = after?.Benchmark,
            afterInstance = after?.InstanceId,
            afterJuror = after?.Juror,
            afterRepeat = after?.Repeat,
            afterAttempt = after?.Attempt,
        };
        return database.ReadAsync(connection => ReadAsync(connection, query, parameters, cancel), cancel);
    }

    private static string Selected(string reply) =>
        $"SELECT candidate, benchmark, instance_id, attempt, verdict, detail, {reply} FROM juror_verdicts WHERE run = @run AND judgement = @judgement";

    private static async Task<IReadOnlyList<RecordedVerdict>> ReadAsync(DbConnection connection, string query, object parameters, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync<(string Candidate, string Benchmark, string InstanceId, long Attempt, byte[] Verdict, byte[]? Detail, byte[]? RawReply)>(
            new CommandDefinition(query, parameters, cancellationToken: cancel));
        return [.. rows.Select(row =>
        {
            var verdict = row.Detail is null ? new RecordedVerdict() : RecordedVerdict.Parser.ParseFrom(row.Detail);
            (verdict.Candidate, verdict.Benchmark, verdict.InstanceId, verdict.Attempt) = (row.Candidate, row.Benchmark, row.InstanceId, (int)row.Attempt);
            verdict.Verdict = Verdict.Parser.ParseFrom(row.Verdict);
            if (row.RawReply is not null) verdict.RawReply = StoredText.Unpack(row.RawReply);
            return verdict;
        })];
    }

    private static byte[] DetailOf(RecordedVerdict verdict)
    {
        var detail = verdict.Clone();
        (detail.Candidate, detail.Benchmark, detail.InstanceId, detail.RawReply, detail.Attempt, detail.Verdict) = ("", "", "", "", 0, null);
        return detail.ToByteArray();
    }

    private static bool SameCall(RecordedVerdict one, RecordedVerdict other) =>
        one.Candidate == other.Candidate && one.InstanceId == other.InstanceId && one.Verdict.Juror == other.Verdict.Juror && one.Verdict.Repeat == other.Verdict.Repeat;
}
