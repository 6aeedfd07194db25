using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Evaluation.Storage;

/// <summary>Instances and prompts, each stored once under its digest.</summary>
internal sealed class InstanceStore([FromKeyedServices(EvaluationModule.Service)] Database database)
{
    private const int AtOnce = 200;

    private static readonly string[] InstanceColumns = ["instance_set", "ordinal", "instance_id", "prompt_digest", "content"];
    private static readonly string[] PromptColumns = ["digest", "content"];

    /// <summary>Stores a set whole, or finds it there.</summary>
    public async Task AddAsync(string set, IReadOnlyList<Instance> instances, IReadOnlyDictionary<string, string> prompts, CancellationToken cancel)
    {
        if (await ExistsAsync(set, cancel)) return;
        await database.WriteAsync(async transaction =>
        {
            await RowWriter.InsertAsync(transaction, "prompts", PromptColumns, "(digest) DO NOTHING",
                [.. prompts.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new object?[] { p.Key, StoredText.Pack(p.Value) })], cancel);
            await RowWriter.InsertAsync(transaction, "instances", InstanceColumns, "DO NOTHING",
                [.. instances.Select(i => new object?[] { set, (long)i.Ordinal, i.Id, i.PromptDigest, StoredText.PackBytes(i.ToByteArray()) })], cancel);
            await RowWriter.InsertAsync(transaction, "instance_sets", ["instance_set", "instances"], "DO NOTHING", [[set, (long)instances.Count]], cancel);
        }, cancel);
    }

    public Task<IReadOnlyList<(string Digest, string Text)>> FindPromptsAsync(IReadOnlyList<string> digests, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<(string, string)>>(async connection =>
        {
            var rows = await connection.QueryAsync<(string Digest, byte[] Content)>(new CommandDefinition(
                $"SELECT digest, content FROM prompts WHERE digest {AnyOf.Parameter(connection, "digests")}", new { digests = digests.ToArray() }, cancellationToken: cancel));
            return [.. rows.Select(row => (row.Digest, StoredText.Unpack(row.Content)))];
        }, cancel);

    public Task<bool> ExistsAsync(string set, CancellationToken cancel) => database.ReadAsync(async connection =>
        await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM instance_sets WHERE instance_set = @set", new { set }, cancellationToken: cancel)) > 0, cancel);

    /// <summary>Instances from a position on, in order; read a few at a time, because they can be long.</summary>
    public async IAsyncEnumerable<Instance> StreamAsync(string set, int fromOrdinal, int most, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var left = most; left > 0;)
        {
            var some = await QueryAsync(
                _ => "WHERE instance_set = @set AND ordinal >= @fromOrdinal ORDER BY ordinal LIMIT @some",
                new { set, fromOrdinal = (long)fromOrdinal, some = (long)Math.Min(left, AtOnce) }, cancel);
            foreach (var instance in some) yield return instance;
            if (some.Count == 0) yield break;
            left -= some.Count;
            fromOrdinal = some[^1].Ordinal + 1;
        }
    }

    /// <summary>The named instances, in order.</summary>
    public Task<IReadOnlyList<Instance>> FindAsync(string set, IReadOnlyList<string> ids, CancellationToken cancel) =>
        QueryAsync(connection => $"WHERE instance_set = @set AND instance_id {AnyOf.Parameter(connection, "ids")} ORDER BY ordinal", new { set, ids = ids.ToArray() }, cancel);

    /// <summary>Id and prompt digest of each instance, in order.</summary>
    public Task<IReadOnlyList<(string Id, string PromptDigest)>> PromptDigestsAsync(string set, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<(string, string)>>(async connection =>
            [.. await connection.QueryAsync<(string, string)>(new CommandDefinition(
                "SELECT instance_id, prompt_digest FROM instances WHERE instance_set = @set ORDER BY ordinal", new { set }, cancellationToken: cancel))], cancel);

    private Task<IReadOnlyList<Instance>> QueryAsync(Func<DbConnection, string> where, object parameters, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<Instance>>(async connection =>
        {
            var rows = await connection.QueryAsync<byte[]>(new CommandDefinition("SELECT content FROM instances " + where(connection), parameters, cancellationToken: cancel));
            return [.. rows.Select(row => Instance.Parser.ParseFrom(StoredText.UnpackBytes(row).Span))];
        }, cancel);
}
