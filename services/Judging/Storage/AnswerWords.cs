using Dapper;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>How many words the answers of a run have.</summary>
internal sealed class AnswerWords([FromKeyedServices(JudgingModule.Name)] Database database)
{
    /// <summary>By candidate and instance, as far as they are known.</summary>
    public Task<IReadOnlyDictionary<(string Candidate, string Instance), int>> FindAsync(string run, string benchmark, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyDictionary<(string, string), int>>(
            async connection =>
            {
                var found = await connection.QueryAsync<(string Candidate, string Instance, long Words)>(new CommandDefinition(
                    "SELECT DISTINCT candidate, instance_id, words FROM answers WHERE run = @run AND benchmark = @benchmark", new { run, benchmark }, cancellationToken: cancel));
                var words = new Dictionary<(string, string), int>();
                foreach (var row in found) words[(row.Candidate, row.Instance)] = (int)row.Words;
                return words;
            }, cancel);
}
