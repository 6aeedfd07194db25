using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.ServiceDefaults.Limits;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference.Flow;

/// <summary>Shows and tunes the pace of deployments.</summary>
internal sealed partial class FlowRpc(DeploymentRegistry deployments, FlowControl flow, TimeProvider clock, ILogger<FlowRpc> logger) : FlowService.FlowServiceBase
{
    private const int LongestReason = 500;

    public override async Task<ListFlowsResponse> ListFlows(ListFlowsRequest request, ServerCallContext context)
    {
        var flows = await Task.WhenAll(deployments.All.Where(HasFlow).Select(deployment => ReadAsync(deployment, context.CancellationToken)));
        return new ListFlowsResponse { Flows = { flows } };
    }

    public override async Task<GetFlowResponse> GetFlow(GetFlowRequest request, ServerCallContext context) =>
        new() { Flow = await ReadAsync(Find(request.Deployment), context.CancellationToken) };

    public override async Task<TuneFlowResponse> TuneFlow(TuneFlowRequest request, ServerCallContext context)
    {
        var deployment = Find(request.Deployment);
        Check(request);
        var rules = request.Reset ? null : new LimitRules(request.Limits.MaxInFlight, request.Limits.RequestsPerMinute, request.Limits.TokensPerMinute);
        // One line in the log, whatever was sent.
        var reason = string.Concat(request.Reason.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        try
        {
            await flow.TuneAsync(deployment, rules, reason, context.CancellationToken);
        }
        catch (InvalidOperationException e)
        {
            throw Errors.Unavailable(e.Message);
        }
        var told = reason.Length > 0 ? reason : "none given";
        if (rules is null) Log.Reset(logger, deployment.Id, told);
        else Log.Tuned(logger, deployment.Id, rules.MaxInFlight, rules.RequestsPerMinute, rules.TokensPerMinute, told);
        return new TuneFlowResponse { Flow = await ReadAsync(deployment, context.CancellationToken) };
    }

    private static bool HasFlow(DeploymentDefinition deployment) => deployment.Kind == DeploymentKind.Model;

    private static void Check(TuneFlowRequest request)
    {
        var violations = new Violations();
        violations.Require(request.Reset != request.Limits is not null, "limits", "must be given, or reset be true; not both.");
        violations.Require(request.Reason.Length <= LongestReason, "reason", $"must have at most {LongestReason} characters.");
        if (request.Limits is { } limits)
        {
            violations.Require(limits.MaxInFlight is >= 1 and <= 10_000, "limits.max_in_flight", "must be from 1 to 10000.");
            violations.Require(limits.RequestsPerMinute is >= 0 and <= 10_000_000, "limits.requests_per_minute", "must be from 0, which means no limit, to 10000000.");
            violations.Require(limits.TokensPerMinute is >= 0 and <= 1_000_000_000_000, "limits.tokens_per_minute", "must be from 0, which means no limit, to 1000000000000.");
        }
        violations.ThrowIfAny();
    }

    private DeploymentDefinition Find(string id) => deployments.Find(id) is { } deployment && HasFlow(deployment) ? deployment : throw Errors.NotFound("flow", id);

    private async Task<Contracts.Inference.V1.Flow> ReadAsync(DeploymentDefinition deployment, CancellationToken cancel)
    {
        var (lane, shared) = await flow.ReadAsync(deployment, cancel);
        var closed = shared.Pause > shared.CircuitPause ? shared.Pause : shared.CircuitPause;
        TimeSpan? wait = closed > TimeSpan.Zero ? closed : lane.Wait;
        return new Contracts.Inference.V1.Flow
        {
            Deployment = deployment.Id,
            Limits = new FlowLimits { MaxInFlight = shared.Rules.MaxInFlight, RequestsPerMinute = shared.Rules.RequestsPerMinute, TokensPerMinute = shared.Rules.TokensPerMinute },
            Tuned = shared.Tuned is not null && shared.Tuned != FlowControl.RulesOf(deployment),
            Concurrency = shared.Concurrency,
            InFlight = shared.InFlight,
            Waiting = lane.Waiting,
            WaitingFor = FlowControl.NameOf(lane.Reason),
            WaitingUntil = wait is { } time ? Timestamp.FromDateTimeOffset(clock.GetUtcNow() + time) : null,
            Circuit = shared.Circuit switch
            {
                CircuitPhase.Open => CircuitState.Open,
                CircuitPhase.HalfOpen => CircuitState.HalfOpen,
                _ => CircuitState.Closed,
            },
            Calls = lane.Calls,
            Retries = lane.Retries,
            RateLimited = lane.RateLimited,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The flow of {Deployment} is tuned to {InFlight} in flight, {Requests} requests and {Tokens} tokens a minute (0: no limit). Reason: {Reason}.", EventName = "FlowTuned")]
        internal static partial void Tuned(ILogger logger, string deployment, int inFlight, int requests, long tokens, string reason);

        [LoggerMessage(2, LogLevel.Information, "The flow of {Deployment} goes back to its configured limits. Reason: {Reason}.", EventName = "FlowReset")]
        internal static partial void Reset(ILogger logger, string deployment, string reason);
    }
}
