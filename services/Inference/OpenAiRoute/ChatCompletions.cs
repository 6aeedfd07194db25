using System.Buffers;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Direct;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.OpenAiRoute;

/// <summary>POST /v1/chat/completions: OpenAI's bodies in and out, everything between as for any direct question.</summary>
internal sealed class ChatCompletions(DirectCompletions direct, DeploymentRegistry deployments, ErrorTranslation translation, TimeProvider clock)
{
    private static readonly Func<ReadOnlyMemory<byte>, ChatQuestion> ReadBody = body => ChatBody.Read(body.Span);

    public async Task AnswerAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        try
        {
            var question = await RequestBody.ReadAsync(context.Request, ReadBody, cancel);
            var wanted = Prepare(question, context.Request.Headers);
            if (question.Streams) await new ChatStream(context, direct, clock, question).RunAsync(wanted, cancel);
            else await AnswerWholeAsync(context, question, wanted, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The caller has gone. A call that has begun goes on and its answer is kept.
        }
        catch (Exception e)
        {
            var error = Translate(e, context);
            if (ChatStream.HasBegun(context.Response)) await ChatStream.EndWithAsync(context, error);
            else await OpenAiErrors.WriteAsync(context, error);
        }
    }

    private async Task AnswerWholeAsync(HttpContext context, ChatQuestion question, WantedCompletion[] wanted, CancellationToken cancel)
    {
        CompletionOutcome[] outcomes = wanted is [var only]
            ? [await direct.CompleteAsync(only, cancel)]
            : await Task.WhenAll(wanted.Select(one => direct.CompleteAsync(one, cancel)));
        foreach (var outcome in outcomes)
            if (outcome.Failure is { } failure && OpenAiErrors.Of(failure, question.Request.Deployment) is { } error) throw error;

        var response = context.Response;
        ChatHeaders.Write(response.Headers, outcomes);
        var scratch = Scratch.Take();
        ChatAnswer.Write(scratch.Buffer, scratch.Json, question.Request.Deployment, clock.GetUtcNow().ToUnixTimeSeconds(), outcomes);
        response.ContentType = "application/json";
        response.ContentLength = scratch.Buffer.WrittenCount;
        response.BodyWriter.Write(scratch.Buffer.WrittenSpan);
        await response.BodyWriter.FlushAsync(cancel);
    }

    private WantedCompletion[] Prepare(ChatQuestion question, IHeaderDictionary headers)
    {
        var request = question.Request;
        ChatHeaders.Read(headers, request);
        var deployment = deployments.Find(request.Deployment) ?? throw OpenAiErrors.UnknownModel(request.Deployment);
        if (!deployment.ApprovedTiers.Contains(request.DataTier)) throw OpenAiErrors.TierNotApproved(deployment.Id, request.DataTier.ToString().ToLowerInvariant());
        var wanted = new WantedCompletion[question.Answers];
        for (var i = 0; i < wanted.Length; i++)
        {
            request.SampleIndex = i;
            wanted[i] = direct.Prepare(request);
        }
        return wanted;
    }

    private OpenAiException Translate(Exception e, HttpContext context) => e switch
    {
        OpenAiException error => error,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, OpenAiException.InvalidType, "request_too_large", "The body is larger than 16 MB."),
        BadHttpRequestException bad => new(bad.StatusCode, OpenAiException.InvalidType, null, "The request could not be read."),
        RpcException error => OpenAiErrors.Of(error),
        _ => OpenAiErrors.Of(translation.Of(e, context.Request.Path)),
    };
}
