using Dapper;
using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Rpc;
using MedHelm.ServiceDefaults.Storage;

namespace MedHelm.Judging.Drift;

/// <summary>Anchor sets and their answers, which never change.</summary>
internal sealed class AnchorStore([FromKeyedServices(JudgingModule.Name)] Database database)
{
    private const string Select = "SELECT request, content, jury, data_tier, protocol, instance_set FROM anchor_sets";
    private static readonly string[] SetColumns = ["id", "request", "content", "jury", "data_tier", "protocol", "instance_set"];
    private static readonly string[] AnchorColumns = ["anchor_set", "juror", "place", "candidate", "instance_id", "mark", "prompt_digest", "verdict"];

    /// <summary>Stores a set. False when its id is taken; then nothing is stored.</summary>
    public Task<bool> AddAsync(StoredAnchorSet set, IReadOnlyList<Anchor> anchors, CancellationToken cancel) => database.WriteAsync(async transaction =>
    {
        var added = await RowWriter.InsertAsync(transaction, "anchor_sets", SetColumns, "(id) DO NOTHING",
            [[set.Id, set.Request.ToByteArray(), set.Content.ToByteArray(), StoredText.PackBytes(set.Jury.ToByteArray()), (long)set.DataTier, set.Protocol, set.InstanceSet]], cancel);
        if (added == 0) return false;
        await RowWriter.InsertAsync(transaction, "anchors", AnchorColumns, "DO NOTHING",
            [
                .. anchors.Select(anchor => new object?[]
                {
                    set.Id, anchor.Juror, (long)anchor.Place, anchor.Candidate, anchor.InstanceId, anchor.Mark, anchor.PromptDigest, StoredText.PackBytes(anchor.Verdict.ToByteArray()),
                }),
            ], cancel);
        return true;
    }, cancel);

    public async Task<StoredAnchorSet?> FindAsync(string id, CancellationToken cancel) =>
        await ReadAsync($"{Select} WHERE id = @id", new { id }, cancel) is [var found] ? found : null;

    /// <summary>The set of that resource name.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task<StoredAnchorSet> RequireAsync(string name, CancellationToken cancel) =>
        (name.StartsWith(AnchorSetRequests.Prefix, StringComparison.Ordinal) ? await FindAsync(name[AnchorSetRequests.Prefix.Length..], cancel) : null) ?? throw Errors.NotFound("anchor_set", name);

    /// <summary>Every set, by id.</summary>
    public Task<IReadOnlyList<StoredAnchorSet>> ListAsync(CancellationToken cancel) => ReadAsync($"{Select} ORDER BY id", new { }, cancel);

    /// <summary>The anchors of a juror, in the order in which they are judged again.</summary>
    public Task<IReadOnlyList<Anchor>> AnchorsAsync(string set, string juror, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<Anchor>>(async connection =>
    {
        var rows = await connection.QueryAsync<(long Place, string Candidate, string InstanceId, double Mark, string PromptDigest, byte[] Verdict)>(new CommandDefinition(
            "SELECT place, candidate, instance_id, mark, prompt_digest, verdict FROM anchors WHERE anchor_set = @set AND juror = @juror ORDER BY place",
            new { set, juror }, cancellationToken: cancel));
        return
        [
            .. rows.Select(row => new Anchor(
                juror, (int)row.Place, row.Candidate, row.InstanceId, row.Mark, row.PromptDigest, Verdict.Parser.ParseFrom(StoredText.UnpackBytes(row.Verdict).Span))),
        ];
    }, cancel);

    private Task<IReadOnlyList<StoredAnchorSet>> ReadAsync(string query, object parameters, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<StoredAnchorSet>>(async connection =>
    {
        var rows = await connection.QueryAsync<(byte[] Request, byte[] Content, byte[] Jury, long DataTier, string Protocol, string InstanceSet)>(
            new CommandDefinition(query, parameters, cancellationToken: cancel));
        return
        [
            .. rows.Select(row => new StoredAnchorSet(
                CreateAnchorSetRequest.Parser.ParseFrom(row.Request), AnchorSet.Parser.ParseFrom(row.Content), Jury.Parser.ParseFrom(StoredText.UnpackBytes(row.Jury).Span))
            {
                DataTier = (DataTier)row.DataTier,
                Protocol = row.Protocol,
                InstanceSet = row.InstanceSet,
            }),
        ];
    }, cancel);
}
