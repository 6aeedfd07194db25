using System.Data.Common;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>Turns whatever a handler throws into a status a caller can act on; details of a defect stay in the log.</summary>
public sealed partial class ErrorTranslation(ILogger<ErrorTranslation> logger)
{
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;

    /// <summary>The status of an error, which is logged where the caller cannot help it.</summary>
    /// <param name="e">Not a status already.</param>
    /// <param name="method">What was called.</param>
    public RpcException Of(Exception e, string method)
    {
        // Untranslatable character, invalid byte sequence: PostgreSQL keeps no NUL in a text.
        if (e is DbException { SqlState: "22P05" or "22021" })
            return Errors.Invalid("request", "a text of the request holds a character that cannot be stored, such as NUL; remove it.");
        if (e is SqliteException { SqliteErrorCode: SqliteFull or SqliteIoError })
        {
            Log.Failed(logger, e, method);
            return Errors.Unavailable("The service cannot write to its disk; make room in the data folder (or see that its disk works), then try again.");
        }
        if (e is DbException { IsTransient: true } or RedisException or TimeoutException)
        {
            Log.Unavailable(logger, method, e.GetType().Name);
            return Errors.Unavailable("The service's storage or cache does not answer; try again shortly.");
        }
        Log.Failed(logger, e, method);
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
