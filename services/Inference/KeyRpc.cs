using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.Inference.Privacy;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed partial class KeyRpc(ProjectKeys keys, ProjectKeyStore store, ArchiveTransfer archive, ILogger<KeyRpc> logger) : KeyService.KeyServiceBase
{
    public override async Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context) =>
        new() { Keys = { await store.ListAsync(context.CancellationToken) } };

    public override async Task<RotateKeyResponse> RotateKey(RotateKeyRequest request, ServerCallContext context)
    {
        Check(request.Project).ThrowIfAny();
        try
        {
            var key = await keys.RotateAsync(request.Project, context.CancellationToken);
            if (key is null)
                throw await IsKnownAsync(request.Project, context)
                    ? Errors.NotReady("KEYS_SHREDDED", $"Every key of project '{request.Project}' was destroyed; its next private text gets a new one by itself.")
                    : Errors.NotFound("key", request.Project);
            Log.Rotated(logger, request.Project, key.Version, context.Peer);
            return new RotateKeyResponse { Key = key };
        }
        catch (MasterKeyMissingException e)
        {
            throw Errors.NotReady("MASTER_KEY_MISSING", e.Message);
        }
    }

    public override async Task<ShredKeysResponse> ShredKeys(ShredKeysRequest request, ServerCallContext context)
    {
        var violations = Check(request.Project);
        violations.Require(request.Confirm == request.Project, "confirm", "must repeat the project: what its keys encrypt can never be read again.");
        violations.ThrowIfAny();
        // Once begun it is carried through: a caller who goes away must not leave half of it.
        if (!await keys.ShredAsync(request.Project, CancellationToken.None)) throw Errors.NotFound("key", request.Project);
        var rows = await archive.DeleteSealedAsync(request.Project, CancellationToken.None);
        Log.Shredded(logger, request.Project, rows, context.Peer);
        return new ShredKeysResponse { Key = new ProjectKey { Project = request.Project, Shredded = true } };
    }

    private static Violations Check(string project)
    {
        var violations = new Violations();
        violations.Require(ProjectName.IsValid(project), "project", ProjectName.Rule);
        return violations;
    }

    private async Task<bool> IsKnownAsync(string project, ServerCallContext context) => (await store.ReadAsync(project, context.CancellationToken)).Count > 0;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The key of project {Project} was rotated to version {Version}, asked for by {Peer}.", EventName = "ProjectKeyRotated")]
        internal static partial void Rotated(ILogger logger, string project, int version, string peer);

        [LoggerMessage(2, LogLevel.Warning, "Every key of project {Project} was destroyed and {Rows} archived answers with them, asked for by {Peer}.", EventName = "ProjectKeysShredded")]
        internal static partial void Shredded(ILogger logger, string project, int rows, string peer);
    }
}
