using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace MedHelm.ServiceDefaults.Rpc;

/// <summary>
/// The short list of errors a service answers with: the message is for people, ErrorInfo.reason for programs.
/// </summary>
public static class Errors
{
    private const string Domain = "medhelm";
    private const int LongestName = 100;
    // The message travels twice, once of it in base64.
    private const int LongestMessage = 1600;

    /// <summary>There is no such thing. Not worth repeating.</summary>
    public static RpcException NotFound(string kind, string name) => NotFoundAs(kind, ShortText.Cut(name, LongestName));

    /// <summary>A thing of that name exists and differs.</summary>
    public static RpcException Conflict(string reason, string message) => Make(Code.AlreadyExists, reason, message);

    /// <summary>The thing is not in a state for this. May be worth repeating later.</summary>
    public static RpcException NotReady(string reason, string message) => Make(Code.FailedPrecondition, reason, message);

    /// <summary>The one who asks may not have this. Not worth repeating.</summary>
    public static RpcException NotAllowed(string reason, string message) => Make(Code.PermissionDenied, reason, message);

    /// <summary>A part this service depends on does not answer. Worth repeating.</summary>
    public static RpcException Unavailable(string message) => Make(Code.Unavailable, "DEPENDENCY_UNAVAILABLE", message);

    /// <summary>A defect. The log has the details.</summary>
    public static RpcException Internal() => Make(Code.Internal, "INTERNAL", "The service failed to handle this; its log says why.");

    internal static RpcException Invalid(string field, string message) => Invalid([new() { Field = field, Description = message }]);

    internal static RpcException Invalid(IReadOnlyCollection<BadRequest.Types.FieldViolation> violations)
    {
        var status = new Google.Rpc.Status
        {
            Code = (int)Code.InvalidArgument,
            Message = ShortText.CutEncoded("The request is invalid: " + string.Join("; ", violations.Select(v => $"{v.Field}: {v.Description}")), LongestMessage),
            Details =
            {
                Any.Pack(new BadRequest { FieldViolations = { violations } }),
                Any.Pack(new ErrorInfo { Domain = Domain, Reason = "INVALID_REQUEST" }),
            },
        };
        return status.ToRpcException();
    }

    private static RpcException NotFoundAs(string kind, string name) =>
        Make(Code.NotFound, $"{kind.ToUpperInvariant()}_NOT_FOUND", $"There is no {kind} '{name}'.", ("name", name));

    private static RpcException Make(Code code, string reason, string message, params (string Key, string Value)[] metadata)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = reason };
        foreach (var (key, value) in metadata) info.Metadata[key] = value;
        return new Google.Rpc.Status { Code = (int)code, Message = ShortText.CutEncoded(message, LongestMessage), Details = { Any.Pack(info) } }.ToRpcException();
    }
}
