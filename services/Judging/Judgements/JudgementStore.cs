using System.Data.Common;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Judgements;

/// <summary>Judgements, and which of their answers are judged.</summary>
internal sealed class JudgementStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private const string Select = """
        SELECT id, spec, content, created_at AS CreatedAt, completed_at AS CompletedAt, prepared, answers, missing, cost, charged, problem,
            (SELECT COUNT(*) FROM judged_answers WHERE judged_answers.judgement = judgements.id) AS Judged
        FROM judgements
        """ + "\n";

    private static readonly string[] Columns = ["id", "run", "spec", "content", "created_at", "prepared", "answers", "missing", "cost", "charged", "problem"];

    private static readonly string[] JudgedColumns = ["judgement", "candidate", "benchmark", "instance_id"];

    /// <summary>Stores a new judgement. False when the id is taken.</summary>
    public Task<bool> AddAsync(StoredJudgement judgement, CancellationToken cancel) => database.WriteAsync(async transaction =>
        await RowWriter.InsertAsync(transaction, "judgements", Columns, "(id) DO NOTHING",
            [[judgement.Id, judgement.Run, judgement.Spec.ToByteArray(), StoredText.PackBytes(judgement.Content.ToByteArray()), StoredJudgement.Time(judgement.CreatedAt), 0L, 0L, 0L, 0L, 0L, ""]],
            cancel) == 1, cancel);

    public async Task<StoredJudgement?> FindAsync(string id, CancellationToken cancel) =>
        (await QueryAsync("WHERE id = @id", new { id }, cancel)).SingleOrDefault();

    /// <summary>Judgements that are not complete, oldest first.</summary>
    public Task<IReadOnlyList<StoredJudgement>> OpenAsync(CancellationToken cancel) => QueryAsync("WHERE completed_at IS NULL ORDER BY created_at, id", new { }, cancel);

    /// <summary>Those of a run that are over.</summary>
    public Task<IReadOnlyList<StoredJudgement>> CompletedAsync(string run, CancellationToken cancel) => QueryAsync("WHERE run = @run AND completed_at IS NOT NULL ORDER BY created_at, id", new { run }, cancel);

    /// <summary>Judgements of a run, or of all runs, older than a position, newest first.</summary>
    public Task<IReadOnlyList<StoredJudgement>> ListAsync(string run, (string Time, string Id)? before, int most, CancellationToken cancel)
    {
        var ofRun = run.Length > 0 ? " AND run = @run" : "";
        var older = before is null ? "" : " AND (created_at < @time OR (created_at = @time AND id < @id))";
        return QueryAsync($"WHERE 1 = 1{ofRun}{older} ORDER BY created_at DESC, id DESC LIMIT @most", new { run, time = before?.Time ?? "", id = before?.Id ?? "", most = (long)most }, cancel);
    }

    /// <summary>Answers of one candidate to one benchmark that are judged.</summary>
    public async Task<IReadOnlySet<string>> JudgedAsync(string id, string candidate, string benchmark, CancellationToken cancel) =>
        await database.ReadAsync(
            async connection => (await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT instance_id FROM judged_answers WHERE judgement = @id AND candidate = @candidate AND benchmark = @benchmark",
                new { id, candidate, benchmark }, cancellationToken: cancel))).ToHashSet(StringComparer.Ordinal),
            cancel);

    /// <summary>Notes answers on which the whole jury has spoken. Any number of times.</summary>
    public Task MarkJudgedAsync(string id, string candidate, string benchmark, IEnumerable<string> instanceIds, CancellationToken cancel)
    {
        // In key order, so that replicas noting the same answers wait for each other instead of deadlocking.
        var rows = instanceIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(instance => new object?[] { id, candidate, benchmark, instance }).ToList();
        return database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, "judged_answers", JudgedColumns, "DO NOTHING", rows, cancel), cancel);
    }

    /// <summary>Notes that every answer has been put before the jury, and how many there are.</summary>
    public Task MarkPreparedAsync(string id, long answers, long missing, CancellationToken cancel) =>
        ExecuteAsync("UPDATE judgements SET prepared = 1, answers = @answers, missing = @missing, problem = '' WHERE id = @id AND completed_at IS NULL", new { id, answers, missing }, cancel);

    /// <summary>Says why it waits; nothing when it is over.</summary>
    public Task SetProblemAsync(string id, string problem, CancellationToken cancel) =>
        ExecuteAsync("UPDATE judgements SET problem = @problem WHERE id = @id AND completed_at IS NULL", new { id, problem }, cancel);

    /// <summary>Closes it when nothing is missing any more: prepared, and every answer judged. The first closing stays.</summary>
    public async Task<bool> TryCompleteAsync(string id, DateTimeOffset now, CancellationToken cancel)
    {
        const string Due = "id = @id AND completed_at IS NULL AND prepared = 1 AND answers <= (SELECT COUNT(*) FROM judged_answers WHERE judgement = @id)";
        var due = await database.ReadAsync(
            async connection => await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM judgements WHERE {Due}", new { id }, cancellationToken: cancel)), cancel);
        if (due == 0) return false;
        var (cost, charged) = await CostAsync(id, cancel);
        return await ExecuteAsync(
            $"UPDATE judgements SET completed_at = @now, cost = @cost, charged = @charged, problem = '' WHERE {Due}", new { id, now = StoredJudgement.Time(now), cost, charged }, cancel) > 0;
    }

    /// <summary>What its calls cost so far, every attempt counted: list price, and the part that it caused to be paid.</summary>
    public Task<(long Cost, long Charged)> CostAsync(string id, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var details = await connection.QueryAsync<byte[]?>(new CommandDefinition(
            "SELECT detail FROM juror_verdicts WHERE run = (SELECT run FROM judgements WHERE id = @id) AND judgement = @name", new { id, name = JudgementIds.Name(id) }, cancellationToken: cancel));
        var (cost, charged) = (0L, 0L);
        foreach (var detail in details.OfType<byte[]>().Select(RecordedVerdict.Parser.ParseFrom))
        {
            cost += detail.CostNanoUsd;
            charged += detail.ChargedNanoUsd;
        }
        return (cost, charged);
    }, cancel);

    private Task<int> ExecuteAsync(string statement, object parameters, CancellationToken cancel) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(statement, parameters, transaction, cancellationToken: cancel)), cancel);

    private Task<IReadOnlyList<StoredJudgement>> QueryAsync(string where, object parameters, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<StoredJudgement>>(async connection => await RowsAsync(connection, Select + where, parameters, cancel), cancel);

    private static async Task<IReadOnlyList<StoredJudgement>> RowsAsync(DbConnection connection, string query, object parameters, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(query, parameters, cancellationToken: cancel));
        return [.. rows.Select(row => new StoredJudgement
        {
            Id = row.Id,
            Spec = JudgementSpec.Parser.ParseFrom(row.Spec),
            Content = Judgement.Parser.ParseFrom(StoredText.UnpackBytes(row.Content).Span),
            CreatedAt = StoredJudgement.Time(row.CreatedAt),
            CompletedAt = row.CompletedAt is { } completed ? StoredJudgement.Time(completed) : null,
            Prepared = row.Prepared == 1,
            Answers = row.Answers,
            Missing = row.Missing,
            Judged = row.Judged,
            Cost = row.Cost,
            Charged = row.Charged,
            Problem = row.Problem,
        })];
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public byte[] Spec { get; init; } = [];

        public byte[] Content { get; init; } = [];

        public string CreatedAt { get; init; } = "";

        public string? CompletedAt { get; init; }

        public long Prepared { get; init; }

        public long Answers { get; init; }

        public long Missing { get; init; }

        public long Judged { get; init; }

        public long Cost { get; init; }

        public long Charged { get; init; }

        public string Problem { get; init; } = "";
    }
}
