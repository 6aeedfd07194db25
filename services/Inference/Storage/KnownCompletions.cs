using Dapper;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Inference.Storage;

/// <summary>Says which questions the archive can answer, without reading the answers.</summary>
internal sealed class KnownCompletions([FromKeyedServices(InferenceModule.Service)] Database database)
{
    private const int AtOnce = 500;

    /// <summary>The request digests that are there.</summary>
    public Task<HashSet<string>> FindAsync(IReadOnlyCollection<string> digests, CancellationToken cancel) =>
        database.ReadAsync(async connection =>
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var some in digests.Chunk(AtOnce))
                found.UnionWith(await connection.QueryAsync<string>(new CommandDefinition(
                    $"SELECT request_digest FROM completions WHERE request_digest {AnyOf.Parameter(connection, "some")}", new { some }, cancellationToken: cancel)));
            return found;
        }, cancel);
}
