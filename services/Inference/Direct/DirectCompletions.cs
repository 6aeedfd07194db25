using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Direct;

/// <summary>
/// Questions asked directly, outside any run, over whichever protocol: checked, brought into the one form that equal
/// questions share, and answered.
/// </summary>
/// <param name="deployments">What can be asked.</param>
/// <param name="ask">Answers one question: see <see cref="CompletionEngine.CompleteOneAsync"/>.</param>
internal sealed class DirectCompletions(DeploymentRegistry deployments, Func<WantedCompletion, Action<string>?, CancellationToken, Task<CompletionOutcome>> ask)
{
    /// <summary>What a request asks for, in canonical form.</summary>
    /// <param name="request">As the caller sent it.</param>
    /// <param name="at">Stands before the names of fields in violations, such as "requests[7]."; empty for none.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with every violation.</exception>
    public WantedCompletion Prepare(CompleteRequest request, string at = "")
    {
        var violations = new Violations();
        var deployment = deployments.Find(request.Deployment);
        new RequestCheck(violations, at).Check(request, deployment);
        var options = ProviderOptions.Read(request.ProviderOptionsJson, at + "provider_options_json", violations);
        violations.ThrowIfAny();

        var conversation = CanonicalQuestion.Of(request);
        var digest = conversation.ComputeDigest();
        return new WantedCompletion
        {
            ItemKey = "direct|" + digest,
            Run = "",
            Purpose = Purpose.Direct,
            Request = new ProviderRequest
            {
                Deployment = deployment!,
                PromptDigest = digest,
                Conversation = conversation,
                Parameters = deployment!.Overrides.ApplyTo(CanonicalQuestion.Of(request.Parameters)),
                SampleIndex = request.SampleIndex,
                ProviderOptions = options,
                DataTier = request.DataTier,
                Project = ProjectName.OrDefault(request.Project),
            },
        };
    }

    /// <summary>The outcome, the whole answer at once.</summary>
    public Task<CompletionOutcome> CompleteAsync(WantedCompletion wanted, CancellationToken cancel) => ask(wanted, null, cancel);

    /// <summary>
    /// The text as it comes, then the outcome. Where nothing came in pieces, as when another caller asked, the text is one
    /// piece. Whoever stops reading stops waiting; the call goes on, because it is paid.
    /// </summary>
    public async IAsyncEnumerable<StreamedPart> StreamAsync(WantedCompletion wanted, [EnumeratorCancellation] CancellationToken cancel)
    {
        var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asking = AskAsync(wanted, pieces.Writer, left.Token);
        var sent = 0;
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancel))
            {
                sent += piece.Length;
                yield return new StreamedPart(piece, asking.IsCompletedSuccessfully ? await asking : null, IsLast: false);
            }
            var outcome = await asking;
            if (sent == 0 && outcome.Completion is { Text.Length: > 0 } completion) yield return new StreamedPart(completion.Text, outcome, IsLast: false);
            yield return new StreamedPart("", outcome, IsLast: true);
        }
        finally
        {
            await left.CancelAsync();
        }
    }

    private async Task<CompletionOutcome> AskAsync(WantedCompletion wanted, ChannelWriter<string> pieces, CancellationToken cancel)
    {
        try
        {
            return await ask(wanted, piece =>
            {
                if (piece.Length > 0) pieces.TryWrite(piece);
            }, cancel);
        }
        finally
        {
            pieces.TryComplete();
        }
    }
}
