using Dapper;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Scoring.Storage;

/// <summary>Every score ever computed, by run, candidate, benchmark, instance and metric.</summary>
internal sealed class ScoreStore([FromKeyedServices(ScoringModule.Service)] Database database)
{
    private static readonly string[] Columns = ["run", "candidate", "benchmark", "instance", "metric", "value", "unscored", "detail", "rule", "tp", "fp", "fn"];

    // Scoring again, after a redelivery, gives the same score; should a new version differ, what is stored is what is published.
    private const string Replace =
        "(run, candidate, benchmark, instance, metric) DO UPDATE SET value = excluded.value, unscored = excluded.unscored, detail = excluded.detail, rule = excluded.rule, "
        + "tp = excluded.tp, fp = excluded.fp, fn = excluded.fn";

    /// <summary>Stores the scores, all or none; a score that is there already is replaced.</summary>
    internal Task SaveAsync(InstancesScored scored, CancellationToken cancel)
    {
        // By key: transactions that lock rows in the same order never deadlock. The last of two items with one key counts.
        var rows = new SortedDictionary<(string Instance, string Metric), object?[]>(Comparer<(string Instance, string Metric)>.Create(ByKey));
        foreach (var item in scored.Items)
            foreach (var score in item.Scores)
                rows[(item.InstanceId, score.Metric)] = Row(scored, item.InstanceId, score);
        return database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, "scores", Columns, Replace, [.. rows.Values], cancel), cancel);
    }

    /// <summary>The scores of at most <paramref name="instances"/> instances, from the first after <paramref name="after"/>.</summary>
    internal Task<ScorePage> ListAsync(ScoreFilter filter, ScoreKey? after, int instances, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var where = "run = @Run"
                + (filter.Candidate is null ? "" : " AND candidate = @Candidate")
                + (filter.Benchmark is null ? "" : " AND benchmark = @Benchmark");
            var parameters = new
            {
                filter.Run,
                filter.Candidate,
                filter.Benchmark,
                AfterCandidate = after?.Candidate,
                AfterBenchmark = after?.Benchmark,
                AfterInstance = after?.Instance,
                Limit = instances + 1,
            };
            var keys = (await connection.QueryAsync<ScoreKey>(new CommandDefinition(
                $"SELECT DISTINCT candidate AS Candidate, benchmark AS Benchmark, instance AS Instance FROM scores WHERE {where}"
                + (after is null ? "" : " AND (candidate, benchmark, instance) > (@AfterCandidate, @AfterBenchmark, @AfterInstance)")
                + " ORDER BY candidate, benchmark, instance LIMIT @Limit", parameters, cancellationToken: cancel))).AsList();
            if (keys.Count == 0) return new ScorePage([], null);
            var last = keys[Math.Min(keys.Count, instances) - 1];
            var rows = await connection.QueryAsync<StoredScore>(new CommandDefinition(
                "SELECT candidate AS Candidate, benchmark AS Benchmark, instance AS Instance, metric AS Metric, "
                + "value AS Value, unscored AS Unscored, detail AS Detail, rule AS Rule, tp AS TruePositives, fp AS FalsePositives, fn AS FalseNegatives "
                + $"FROM scores WHERE {where} AND (candidate, benchmark, instance) >= (@FirstCandidate, @FirstBenchmark, @FirstInstance) "
                + "AND (candidate, benchmark, instance) <= (@LastCandidate, @LastBenchmark, @LastInstance) "
                + "ORDER BY candidate, benchmark, instance, metric",
                new
                {
                    filter.Run,
                    filter.Candidate,
                    filter.Benchmark,
                    FirstCandidate = keys[0].Candidate,
                    FirstBenchmark = keys[0].Benchmark,
                    FirstInstance = keys[0].Instance,
                    LastCandidate = last.Candidate,
                    LastBenchmark = last.Benchmark,
                    LastInstance = last.Instance,
                },
                cancellationToken: cancel));
            return new ScorePage([.. rows.Select(row => row.ToProto())], keys.Count > instances ? last : null);
        }, cancel);

    /// <summary>
    /// Hands over every score that matches, one at a time and never all at once, by candidate, benchmark, instance and metric; without rules,
    /// because nobody sums them up.
    /// </summary>
    internal Task<bool> ReadAsync(ScoreFilter filter, string? metric, Action<RecordedScore> take, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var where = "run = @Run"
                + (filter.Candidate is null ? "" : " AND candidate = @Candidate")
                + (filter.Benchmark is null ? "" : " AND benchmark = @Benchmark")
                + (metric is null ? "" : " AND metric = @Metric");
            await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
                $"SELECT candidate, benchmark, instance, metric, value, unscored, detail, tp, fp, fn FROM scores WHERE {where} ORDER BY candidate, benchmark, instance, metric",
                new { filter.Run, filter.Candidate, filter.Benchmark, Metric = metric }, cancellationToken: cancel));
            while (await reader.ReadAsync(cancel))
            {
                take(new StoredScore
                {
                    Candidate = reader.GetString(0),
                    Benchmark = reader.GetString(1),
                    Instance = reader.GetString(2),
                    Metric = reader.GetString(3),
                    Value = reader.IsDBNull(4) ? null : reader.GetDouble(4),
                    Unscored = reader.GetInt64(5),
                    Detail = reader.GetString(6),
                    TruePositives = reader.IsDBNull(7) ? null : reader.GetInt64(7),
                    FalsePositives = reader.IsDBNull(8) ? null : reader.GetInt64(8),
                    FalseNegatives = reader.IsDBNull(9) ? null : reader.GetInt64(9),
                }.ToProto());
            }
            return true;
        }, cancel);

    /// <summary>Which of the judged instances have a score of that rule, and by which metric.</summary>
    internal Task<HashSet<(string Instance, string Metric)>> FindByRuleAsync(VerdictsReached judged, string rule, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var found = await connection.QueryAsync<(string Instance, string Metric)>(new CommandDefinition(
                "SELECT instance, metric FROM scores WHERE run = @Run AND candidate = @Candidate AND benchmark = @Benchmark AND rule = @Rule AND instance "
                + AnyOf.Parameter(connection, "Instances"),
                new { judged.Run, judged.Candidate, judged.Benchmark, Rule = rule, Instances = judged.Items.Select(item => item.InstanceId).ToArray() },
                cancellationToken: cancel));
            return found.ToHashSet();
        }, cancel);

    private static object?[] Row(InstancesScored of, string instance, Score score) =>
    [
        of.Run, of.Candidate, of.Benchmark, instance, score.Metric,
        score.OutcomeCase == Score.OutcomeOneofCase.Value ? score.Value : null,
        (long)(score.Unscored?.Reason ?? UnscoredReason.Unspecified),
        score.Unscored?.Detail ?? "",
        score.Rule,
        (long?)score.Tally?.TruePositives, (long?)score.Tally?.FalsePositives, (long?)score.Tally?.FalseNegatives,
    ];

    private static int ByKey((string Instance, string Metric) x, (string Instance, string Metric) y) =>
        string.CompareOrdinal(x.Instance, y.Instance) is var order and not 0 ? order : string.CompareOrdinal(x.Metric, y.Metric);
}
