using Dapper;
using MedHelm.Contracts;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Storage;

/// <summary>The prompts jurors are asked, by digest. A prompt never changes, so it is written once.</summary>
internal sealed class JuryPrompts([FromKeyedServices(JudgingModule.Name)] Database database) : IPromptSource
{
    private static readonly string[] Columns = ["digest", "text"];

    public async Task SaveAsync(IReadOnlyDictionary<string, string> textByDigest, CancellationToken cancel)
    {
        // In key order, so that replicas storing the same prompts wait for each other instead of deadlocking.
        var rows = textByDigest
            .OrderBy(prompt => prompt.Key, StringComparer.Ordinal)
            .Select(prompt => new object?[] { prompt.Key, StoredText.Pack(prompt.Value) })
            .ToList();
        await database.WriteAsync(
            transaction => RowWriter.InsertAsync(transaction, "prompts", Columns, "(digest) DO NOTHING", rows, cancel), cancel);
    }

    public Task<IReadOnlyList<(string Digest, string Text)>> FindAsync(IReadOnlyList<string> digests, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<(string Digest, string Text)>>(
            async connection =>
            {
                var query = $"SELECT digest, text FROM prompts WHERE digest {AnyOf.Parameter(connection, "digests")}";
                var found = await connection.QueryAsync<(string Digest, byte[] Text)>(
                    new CommandDefinition(query, new { digests = digests.ToArray() }, cancellationToken: cancel));
                return [.. found.Select(prompt => (prompt.Digest, StoredText.Unpack(prompt.Text)))];
            },
            cancel);
}
