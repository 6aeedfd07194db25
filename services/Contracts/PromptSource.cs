using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Contracts;

/// <summary>
/// PromptSourceService over whichever prompts the process keeps. It is here because every service that requests completions
/// answers it the same way, and a process that hosts several of them can map it only once.
/// </summary>
public sealed class PromptSource(IEnumerable<IPromptSource> sources) : PromptSourceService.PromptSourceServiceBase
{
    /// <inheritdoc/>
    public override async Task<GetPromptsResponse> GetPrompts(GetPromptsRequest request, ServerCallContext context)
    {
        if (request.Digests.Count is 0 or > 1000)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "digests: must be 1 to 1000."));
        var response = new GetPromptsResponse();
        foreach (var source in sources)
            foreach (var (digest, text) in await source.FindAsync(request.Digests, context.CancellationToken))
                response.Prompts.Add(new Prompt { Digest = digest, Text = text });
        return response;
    }
}
