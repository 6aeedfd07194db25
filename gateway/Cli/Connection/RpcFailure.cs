using System.Net.Http;
using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;

namespace MedHelm.Cli.Connection;

/// <summary>Turns a failed call into what a person needs: what is wrong, every violation, what to do.</summary>
internal static class RpcFailure
{
    public static CommandFailure Explain(RpcException error, GatewayAddress address, bool stores = false)
    {
        if (Transport(error) is { } transport)
            return Unreachable(transport, address);
        return error.StatusCode switch
        {
            StatusCode.InvalidArgument => Refused(error, stores),
            StatusCode.NotFound => Missing(error),
            StatusCode.AlreadyExists => Taken(error),
            StatusCode.FailedPrecondition => new(ExitCodes.Failed, Sentence(error)),
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => new(ExitCodes.BadUsage, $"{address.Display} refuses the call: {Sentence(error)}"),
            StatusCode.Unavailable => new(
                ExitCodes.Unreachable,
                $"{address.Display} answers, but the service behind it does not: {Sentence(error)}",
                "'medhelm doctor' shows which service is down and what to do."),
            StatusCode.DeadlineExceeded => new(
                ExitCodes.Unreachable,
                $"no answer from {address.Display} in time",
                "'medhelm doctor' shows which service is slow or down."),
            StatusCode.Unimplemented => new(
                ExitCodes.Failed,
                $"{address.Display} does not know this call ({Sentence(error)})",
                "Is it the gateway's gRPC port, and of the same version? 'medhelm doctor' tells."),
            _ => new(ExitCodes.Failed, $"{error.StatusCode}: {Sentence(error)}"),
        };
    }

    /// <summary>True when the same call may well succeed a little later.</summary>
    public static bool MayPass(RpcException error) =>
        Transport(error) is not null || error.StatusCode is
            StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled or
            StatusCode.Aborted or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted;

    /// <summary>The reason when nobody who speaks gRPC was there at all.</summary>
    public static string? Transport(RpcException error) => error.Status.DebugException switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host name is unknown",
        HttpRequestException { InnerException: SocketException socket } => Reason(socket),
        SocketException socket => Reason(socket),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "the TLS handshake failed; http:// or https://?",
        HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError } =>
            "what listens there does not speak HTTP/2; the gateway's gRPC port differs from its web port",
        HttpRequestException http => http.Message,
        _ => null,
    };

    private static string Reason(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nothing listens there",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "the host name is unknown",
        _ => error.Message,
    };

    private static CommandFailure Unreachable(string reason, GatewayAddress address) => new(
        ExitCodes.Unreachable,
        $"cannot reach MedHELM at {address.Display} ({address.Origin}): {reason}",
        "Start everything in one process:  dotnet run -c Release --project services/Standalone",
        $"Or name another address:          --address URL, or {GatewayAddress.Variable}=URL");

    private static CommandFailure Taken(RpcException error) => new(
        ExitCodes.BadUsage, Sentence(error), ReasonOf(error) is null or "RUN_ID_TAKEN" ? "Choose another --run-id, or leave it out." : "Choose another id.");

    private static string? ReasonOf(RpcException error) => error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;

    private static CommandFailure Missing(RpcException error) => ReasonOf(error) switch
    {
        "RUN_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm runs' lists the runs there are."),
        "BUDGET_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm budget list' lists the budgets there are; 'medhelm budget set NAME USD' makes one."),
        "BENCHMARK_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm benchmarks' lists the benchmarks there are."),
        "KEY_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm keys list' lists the projects that have keys."),
        "JUDGEMENT_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm judgements' lists the judgements there are."),
        "REVIEW_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm review list' lists the reviews there are."),
        "RATING_SET_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm ratings list' lists the sets there are."),
        "ANCHOR_SET_NOT_FOUND" => new(ExitCodes.BadUsage, Sentence(error), "'medhelm bench anchors' lists the sets there are."),
        _ => new(ExitCodes.BadUsage, Sentence(error)),
    };

    private static CommandFailure Refused(RpcException error, bool stores)
    {
        var violations = error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations;
        return violations is { Count: > 0 }
            ? new(
                ExitCodes.BadUsage,
                $"refused, {(violations.Count == 1 ? "1 violation" : $"{violations.Count} violations")}{(stores ? "; nothing was stored" : "")}:",
                [.. violations.Select(v => $"  {v.Field}: {v.Description}")])
            : new(ExitCodes.BadUsage, $"refused: {Sentence(error)}");
    }

    private static string Sentence(RpcException error) =>
        error.Status.Detail.Length == 0 ? $"the call failed with status {error.StatusCode}" : error.Status.Detail;
}
