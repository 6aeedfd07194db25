using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Reporting.Storage;

/// <summary>
/// Keeps what happened to every instance of a run, one row under its natural key, so that an event delivered twice changes nothing.
/// Rows are written in key order: transactions that lock rows in the same order never deadlock.
/// </summary>
internal sealed class RecordStore([FromKeyedServices(ReportingModule.Service)] Database database)
{
    // Decided once: an answer delivered again differs at most in where it was served from, which no number may depend on.
    private const string KeepFirst = "DO NOTHING";

    // Scores can be computed again, and then the newer one is what Scoring has stored.
    private const string Replace =
        "(run, benchmark, candidate, instance) DO UPDATE SET value = excluded.value, unscored = excluded.unscored, detail = excluded.detail, subset = excluded.subset, cluster = excluded.cluster";

    private static readonly string[] CompletionColumns =
    [
        "run", "benchmark", "candidate", "instance", "juror", "repeat", "attempt", "failure", "cost", "charged", "paid",
        "input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens",
    ];

    private static readonly string[] ScoreColumns = ["run", "benchmark", "candidate", "instance", "value", "unscored", "detail", "subset", "cluster"];

    private static readonly string[] VerdictColumns = ["run", "benchmark", "candidate", "instance", "juror", "repeat", "abstention"];

    private static readonly string[] JudgedColumns = ["run", "benchmark", "candidate", "instance", "calls", "spared"];

    internal Task SaveAsync(CompletionsProduced produced, CancellationToken cancel)
    {
        var rows = produced.Items
            .OrderBy(item => item.InstanceId, StringComparer.Ordinal)
            .Select(item => Row(produced.Batch, item.InstanceId, item.Outcome));
        return WriteAsync("completions", CompletionColumns, $"(run, benchmark, candidate, instance, juror, repeat, attempt) {KeepFirst}", [.. rows], cancel);
    }

    /// <summary>Keeps the scores under one metric, the main one of the benchmark.</summary>
    internal Task SaveAsync(InstancesScored scored, string metric, CancellationToken cancel)
    {
        var scores = new SortedDictionary<string, (Score Score, string Subset, string Cluster)>(StringComparer.Ordinal);
        foreach (var item in scored.Items)
            if (item.Scores.FirstOrDefault(s => s.Metric == metric) is { } score) scores[item.InstanceId] = (score, item.Subset, item.Cluster);
        var rows = scores.Select(entry => new object?[]
        {
            scored.Run, scored.Benchmark, scored.Candidate, entry.Key,
            entry.Value.Score.OutcomeCase == Score.OutcomeOneofCase.Value ? entry.Value.Score.Value : null,
            entry.Value.Score.OutcomeCase == Score.OutcomeOneofCase.Value ? null : (long)(entry.Value.Score.Unscored?.Reason ?? default),
            entry.Value.Score.Unscored?.Detail ?? "",
            entry.Value.Subset,
            entry.Value.Cluster,
        });
        return WriteAsync("scores", ScoreColumns, Replace, [.. rows], cancel);
    }

    internal async Task SaveAsync(VerdictsReached reached, CancellationToken cancel)
    {
        var items = reached.Items.OrderBy(item => item.InstanceId, StringComparer.Ordinal).ToList();
        object?[][] verdicts =
        [
            .. from item in items
               from verdict in item.Verdicts.OrderBy(verdict => verdict.Juror, StringComparer.Ordinal).ThenBy(verdict => verdict.Repeat)
               select new object?[]
               {
                   reached.Run, reached.Benchmark, reached.Candidate, item.InstanceId, verdict.Juror, (long)verdict.Repeat,
                   verdict.OutcomeCase == Verdict.OutcomeOneofCase.Marks ? null : (long)(verdict.Abstention?.Reason ?? default),
               },
        ];
        object?[][] judged = [.. items.Select(item => new object?[] { reached.Run, reached.Benchmark, reached.Candidate, item.InstanceId, (long)item.Calls, (long)item.Spared.Count })];
        await WriteAsync("verdicts", VerdictColumns, $"(run, benchmark, candidate, instance, juror, repeat) {KeepFirst}", verdicts, cancel);
        // Last: an answer that stands here has its verdicts there.
        await WriteAsync("judged", JudgedColumns, $"(run, benchmark, candidate, instance) {KeepFirst}", judged, cancel);
    }

    private Task WriteAsync(string table, string[] columns, string onConflict, object?[][] rows, CancellationToken cancel) => rows.Length == 0
        ? Task.CompletedTask
        : database.WriteAsync(transaction => RowWriter.InsertAsync(transaction, table, columns, onConflict, rows, cancel), cancel);

    private static object?[] Row(CompletionBatch batch, string instance, CompletionOutcome outcome) =>
    [
        batch.Run, batch.Benchmark, batch.Candidate, instance, batch.Juror, (long)batch.Repeat, (long)batch.Attempt,
        outcome.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion ? null : (long)(outcome.Failure?.Reason ?? default),
        outcome.CostNanoUsd, outcome.ChargedNanoUsd, outcome.PaidByThisItem ? 1L : 0L,
        outcome.Usage?.InputTokens ?? 0, outcome.Usage?.CachedInputTokens ?? 0, outcome.Usage?.OutputTokens ?? 0, outcome.Usage?.ReasoningTokens ?? 0,
    ];
}
