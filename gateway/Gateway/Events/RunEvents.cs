using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Gateway.Problems;

namespace MedHelm.Gateway.Events;

/// <summary>
/// GET /v1/runs/{id}/events: WatchRun as server-sent events. Each change is an event "run" with a WatchRunResponse,
/// "end" says that the run is completed or failed, "problem" that the stream broke and is worth opening again.
/// </summary>
internal sealed partial class RunEvents(
    [FromKeyedServices(RunEvents.ClientName)] EvaluationService.EvaluationServiceClient evaluation, TimeProvider time, IHostApplicationLifetime host, ILogger<RunEvents> logger)
{
    public const string ClientName = "run-events";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(formatDefaultValues: true));

    public async Task StreamAsync(HttpContext context, string id)
    {
        // A stream left open would hold up the shutdown of the host.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var writer = new EventWriter(context.Response);
        using var call = evaluation.WatchRun(new WatchRunRequest { Name = $"runs/{id}" }, cancellationToken: ended.Token);
        try
        {
            // The first answer decides between a stream and an error, so nothing is sent before it.
            for (var next = call.ResponseStream.MoveNext(ended.Token); await Arrives(next, writer, ended.Token); next = call.ResponseStream.MoveNext(ended.Token))
                await writer.WriteAsync("run", Json.Format(call.ResponseStream.Current), ended.Token);
            await writer.WriteAsync("end", "{}", ended.Token);
        }
        catch (Exception e) when (ended.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            // The client went away, or this process is stopping.
        }
        catch (RpcException e)
        {
            Log.Broke(logger, id, e.StatusCode);
            var problem = Describe(e);
            if (writer.Started) await writer.WriteAsync("problem", problem.ToJson(), ended.Token);
            else await problem.WriteAsync(context);
        }
    }

    private async Task<bool> Arrives(Task<bool> next, EventWriter writer, CancellationToken cancellation)
    {
        while (!next.IsCompleted)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var silence = Task.Delay(KeepAlive, time, waiting.Token);
            if (await Task.WhenAny(next, silence) == silence && !cancellation.IsCancellationRequested && writer.Started)
                await writer.WriteCommentAsync("still here", cancellation);
            await waiting.CancelAsync();
        }
        return await next;
    }

    private static Problem Describe(RpcException e) => e.StatusCode == StatusCode.Unavailable && e.GetRpcStatus() is null
        ? Problem.Of(Code.Unavailable, Unreachable.Message("evaluation"), Unreachable.Reason)
        : Problem.Of(e.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)e.StatusCode, Message = e.Status.Detail });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The event stream of run {Run} broke: {Status}.", EventName = "RunEventsBroke")]
        internal static partial void Broke(ILogger logger, string run, StatusCode status);
    }
}
