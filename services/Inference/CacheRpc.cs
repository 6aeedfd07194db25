using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Bundles;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed class CacheRpc(ArchiveTransfer archive, BundleImport import) : CacheService.CacheServiceBase
{
    public override async Task ExportCompletions(ExportCompletionsRequest request, IServerStreamWriter<ExportCompletionsResponse> responseStream, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Run.Length == 0 || request.Run.StartsWith("runs/", StringComparison.Ordinal), "run", "must be runs/{id}, or empty for every answer that is not private.");
        violations.ThrowIfAny();
        if (request.Run.Length > 0 && !await archive.WasServedAsync(request.Run, context.CancellationToken)) throw Errors.NotFound("run", request.Run);
        await foreach (var completion in archive.ReadAsync(request.Run, context.CancellationToken))
        {
            completion.Payer = "";
            await responseStream.WriteAsync(new ExportCompletionsResponse { Completion = completion, Sha256 = AnswerHash.Of(completion) }, context.CancellationToken);
        }
    }

    public override Task<ImportCompletionsResponse> ImportCompletions(IAsyncStreamReader<ImportCompletionsRequest> requestStream, ServerCallContext context) =>
        import.RunAsync(requestStream, context.CancellationToken);
}
