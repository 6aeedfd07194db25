using Dapper;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Judging.Answers;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>What was put to juries. The answers themselves stay with Inference.</summary>
internal sealed class AnswerStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private const string Cell = "run = @Run AND judgement = @Judgement AND candidate = @Candidate AND benchmark = @Benchmark";
    private static readonly string[] Columns = ["run", "judgement", "candidate", "benchmark", "instance_id", "words", "prompt_digest"];

    /// <summary>Stores answers of one candidate to one benchmark; each instance once.</summary>
    public async Task SaveAsync(CompletionBatch answers, IEnumerable<AskedAnswer> asked, CancellationToken cancel)
    {
        // In key order, so that replicas handling the same message twice wait for each other instead of deadlocking.
        var rows = asked
            .OrderBy(answer => answer.InstanceId, StringComparer.Ordinal)
            .Select(answer => new object?[] { answers.Run, answers.Judgement, answers.Candidate, answers.Benchmark, answer.InstanceId, (long)answer.Words, answer.PromptDigest })
            .ToList();
        await database.WriteAsync(
            transaction => RowWriter.InsertAsync(transaction, "answers", Columns, "(run, judgement, candidate, benchmark, instance_id) DO NOTHING", rows, cancel), cancel);
    }

    /// <summary>Those of these instances that were put to the jury, by instance.</summary>
    public Task<Dictionary<string, AskedAnswer>> FindAsync(CompletionBatch answers, IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        database.ReadAsync(
            async connection =>
            {
                var rows = await connection.QueryAsync<(string InstanceId, long Words, string PromptDigest)>(new CommandDefinition(
                    $"SELECT instance_id, words, prompt_digest FROM answers WHERE {Cell} AND instance_id {AnyOf.Parameter(connection, "ids")}",
                    new { answers.Run, answers.Judgement, answers.Candidate, answers.Benchmark, ids = instanceIds.ToArray() }, cancellationToken: cancel));
                return rows.ToDictionary(row => row.InstanceId, row => new AskedAnswer(row.InstanceId, (int)row.Words, row.PromptDigest), StringComparer.Ordinal);
            },
            cancel);
}
