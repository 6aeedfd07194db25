using System.Data.Common;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>Turns whatever a handler throws into a status a caller can act on; details of a defect stay in the log.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    private RpcException Translate(Exception e, ServerCallContext context)
    {
        if (e is OperationCanceledException && context.CancellationToken.IsCancellationRequested)
            return new RpcException(new Status(StatusCode.Cancelled, "The caller went away or its deadline passed."));
        // Untranslatable character, invalid byte sequence: PostgreSQL keeps no NUL in a text.
        if (e is DbException { SqlState: "22P05" or "22021" })
            return Errors.Invalid("request", "a text of the request holds a character that cannot be stored, such as NUL; remove it.");
        if (e is SqliteException { SqliteErrorCode: SqliteFull or SqliteIoError })
        {
            Log.Failed(logger, e, context.Method);
            return Errors.Unavailable("The service cannot write to its disk; make room in the data folder (or see that its disk works), then try again.");
        }
        if (e is DbException { IsTransient: true } or RedisException or TimeoutException)
        {
            Log.Unavailable(logger, context.Method, e.GetType().Name);
            return Errors.Unavailable("The service's storage or cache does not answer; try again shortly.");
        }
        Log.Failed(logger, e, context.Method);
        return Errors.Internal();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} failed.", EventName = "RpcFailed")]
        internal static partial void Failed(ILogger logger, Exception e, string method);

        [LoggerMessage(2, LogLevel.Warning, "{Method} could not be served: {Cause}.", EventName = "RpcUnavailable")]
        internal static partial void Unavailable(ILogger logger, string method, string cause);
    }
}
