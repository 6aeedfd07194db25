using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.EhrSql;
using MedHelm.ServiceDefaults.Storage.Sandbox;
using MedHelm.Testing.RealData;
using Microsoft.Data.Sqlite;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>EHRSQL's own questions on its schema; the records themselves are not among the real data.</summary>
public sealed class EhrSqlRealDataTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medhelm-ehrsql-");

    [RealDataFact]
    public async Task Every_gold_query_runs_at_its_own_time_but_for_those_that_name_no_column_of_the_schema()
    {
        var gold = Questions().Where(question => !question.Impossible).Select(question => question.Query).ToList();
        Assert.Equal(1959, gold.Count);
        Assert.Equal(920, gold.Count(sql => sql.Contains("current_time", StringComparison.Ordinal)));
        // What the benchmark's authors do to their own queries.
        Assert.All(gold, sql => Assert.Equal(sql.Replace("current_time", "'2105-12-31 23:59:00'", StringComparison.Ordinal).Replace("%y", "%Y", StringComparison.Ordinal).Replace("%j", "%J", StringComparison.Ordinal), FixedClock.Set(sql)));

        var file = Schema();
        var sandbox = new SqliteSandbox(new SandboxLimits(), TimeProvider.System);
        var problems = new List<string>();
        foreach (var sql in gold)
        {
            var result = await sandbox.QueryAsync(file, FixedClock.Set(sql), default);
            if (result.Status != SandboxStatus.Rows) problems.Add(result.Problem);
        }
        Assert.Equal(Enumerable.Repeat("no such column", 8), problems);
    }

    [RealDataFact]
    public void Gold_queries_are_read_as_they_are_and_null_as_abstention()
    {
        foreach (var (query, impossible) in Questions())
        {
            Assert.Equal(impossible ? null : query.Trim(), SqlAnswer.Of(query).Sql);
            Assert.Equal(impossible ? null : query.Trim(), SqlAnswer.Of($"```sql\n{query}\n```").Sql?.Trim());
            var answer = new Answer("", Adaptation.Generation, References.Of([new Reference { Text = query, Correct = true }], []));
            Assert.Equal(impossible ? 0 : 1, new EhrSqlAccuracy().Queries(answer).Count);
        }
    }

    /// <summary>A T5 model's answers to questions that are not here, and the gold of EHRSQL 2024; counted outside by comparing with the text null.</summary>
    [RealDataFact]
    public void Recorded_answers_and_labels_attempt_a_query_unless_they_are_null()
    {
        Assert.Equal((1122, 45), Attempts("recorded", "ehrsql_t5", "prediction_mimic3_t5_base_valid.json"));
        Assert.Equal((1167, 934), Attempts("ehr_sql", "standin_ehrsql2024_mimic_iv_demo", "test", "label.json"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static IEnumerable<(string Query, bool Impossible)> Questions() => new[] { "valid.json", "test.json" }
        .SelectMany(name => JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("ehr_sql", name))).RootElement.EnumerateArray())
        .Select(question => (question.GetProperty("query").GetString()!, question.GetProperty("is_impossible").GetBoolean()));

    private static (int Answers, int Attempts) Attempts(params string[] file)
    {
        var answers = JsonDocument.Parse(File.ReadAllText(RealDataFolder.File(file))).RootElement.EnumerateObject().Select(answer => answer.Value.GetString()!).ToList();
        Assert.All(answers, answer => Assert.Equal(answer == "null" ? null : answer.Trim(), SqlAnswer.Of(answer).Sql));
        return (answers.Count, answers.Count(answer => SqlAnswer.Of(answer).Sql is not null));
    }

    private string Schema()
    {
        var file = Path.Combine(folder.FullName, "eicu.sqlite");
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(RealDataFolder.File("ehr_sql", "eicu.sql"));
        command.ExecuteNonQuery();
        return file;
    }
}
