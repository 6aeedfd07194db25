using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Judging.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>What every juror said about every answer.</summary>
internal sealed class VerdictStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private const string Selected = "SELECT candidate, benchmark, instance_id, verdict, raw_reply FROM verdicts";
    private const string Upsert = "(run, candidate, benchmark, instance_id, juror) DO UPDATE SET verdict = excluded.verdict, raw_reply = excluded.raw_reply";
    private static readonly string[] Columns = ["run", "candidate", "benchmark", "instance_id", "juror", "verdict", "raw_reply"];

    /// <summary>Stores verdicts; one that was there under the same key is replaced. No key may occur twice.</summary>
    public async Task SaveAsync(string run, IEnumerable<RecordedVerdict> verdicts, CancellationToken cancel)
    {
        // In key order, so that replicas handling the same message twice wait for each other instead of deadlocking.
        var rows = verdicts
            .OrderBy(verdict => verdict.Candidate, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Benchmark, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.InstanceId, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Verdict.Juror, StringComparer.Ordinal)
            .Select(verdict => new object?[]
            {
                run, verdict.Candidate, verdict.Benchmark, verdict.InstanceId, verdict.Verdict.Juror,
                verdict.Verdict.ToByteArray(), StoredText.Pack(verdict.RawReply),
            })
            .ToList();
        await database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, "verdicts", Columns, Upsert, rows, cancel), cancel);
    }

    /// <summary>Every stored verdict on these answers of one candidate to one benchmark, by instance.</summary>
    public Task<ILookup<string, Verdict>> FindAsync(
        string run, string candidate, string benchmark, IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        database.ReadAsync(
            async connection =>
            {
                var query = $"SELECT instance_id, verdict FROM verdicts WHERE run = @run AND candidate = @candidate AND benchmark = @benchmark AND instance_id {AnyOf.Parameter(connection, "ids")}";
                var rows = await connection.QueryAsync<(string InstanceId, byte[] Verdict)>(
                    new CommandDefinition(query, new { run, candidate, benchmark, ids = instanceIds.ToArray() }, cancellationToken: cancel));
                return rows.ToLookup(row => row.InstanceId, row => Verdict.Parser.ParseFrom(row.Verdict), StringComparer.Ordinal);
            },
            cancel);

    /// <summary>The next verdicts after a key, or the first, in key order.</summary>
    public Task<IReadOnlyList<RecordedVerdict>> ListAsync(VerdictFilter filter, VerdictKey? after, int most, CancellationToken cancel)
    {
        string[] conditions =
        [
            "run = @run",
            .. filter.Candidate.Length > 0 ? ["candidate = @candidate"] : Array.Empty<string>(),
            .. filter.Benchmark.Length > 0 ? ["benchmark = @benchmark"] : Array.Empty<string>(),
            .. filter.InstanceId.Length > 0 ? ["instance_id = @instanceId"] : Array.Empty<string>(),
            .. after is not null ? ["(candidate, benchmark, instance_id, juror) > (@afterCandidate, @afterBenchmark, @afterInstance, @afterJuror)"] : Array.Empty<string>(),
        ];
        var query = $"{Selected} WHERE {string.Join(" AND ", conditions)} ORDER BY candidate, benchmark, instance_id, juror LIMIT @most";
        var parameters = new
        {
            run = filter.Run,
            candidate = filter.Candidate,
            benchmark = filter.Benchmark,
            instanceId = filter.InstanceId,
            most,
            afterCandidate = after?.Candidate,
            afterBenchmark = after?.Benchmark,
            afterInstance = after?.InstanceId,
            afterJuror = after?.Juror,
        };
        return database.ReadAsync<IReadOnlyList<RecordedVerdict>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<(string Candidate, string Benchmark, string InstanceId, byte[] Verdict, byte[] RawReply)>(
                    new CommandDefinition(query, parameters, cancellationToken: cancel));
                return [.. rows.Select(row => new RecordedVerdict
                {
                    Candidate = row.Candidate,
                    Benchmark = row.Benchmark,
                    InstanceId = row.InstanceId,
                    Verdict = Verdict.Parser.ParseFrom(row.Verdict),
                    RawReply = StoredText.Unpack(row.RawReply),
                })];
            },
            cancel);
    }
}
