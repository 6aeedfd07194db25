using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Tests.Functional.Gateway;

/// <summary>Knows one run, "runs/known", whose changes the test writes; refuses every new one.</summary>
internal sealed class FakeEvaluation(FakeEvaluation.Script script) : EvaluationService.EvaluationServiceBase
{
    public override Task<CreateRunResponse> CreateRun(CreateRunRequest request, ServerCallContext context) => throw new Google.Rpc.Status
    {
        Code = (int)Code.InvalidArgument,
        Message = "The request is invalid.",
        Details =
        {
            Any.Pack(new BadRequest
            {
                FieldViolations =
                {
                    new BadRequest.Types.FieldViolation { Field = "spec.deployments", Description = "must name at least one" },
                    new BadRequest.Types.FieldViolation { Field = "spec.benchmarks[0].max_instances", Description = "must not be negative, was -1" },
                },
            }),
            Any.Pack(new ErrorInfo { Domain = "medhelm", Reason = "INVALID_REQUEST" }),
        },
    }.ToRpcException();

    public override Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context) => throw NotFound(request.Name);

    public override async Task WatchRun(WatchRunRequest request, IServerStreamWriter<WatchRunResponse> responseStream, ServerCallContext context)
    {
        if (request.Name != "runs/known") throw NotFound(request.Name);
        using var left = context.CancellationToken.Register(() => script.ClientLeft.TrySetResult());
        await foreach (var run in script.Changes.Reader.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new WatchRunResponse { Run = run });
    }

    private static RpcException NotFound(string name) => new Google.Rpc.Status
    {
        Code = (int)Code.NotFound,
        Message = $"There is no run '{name}'.",
        Details = { Any.Pack(new ErrorInfo { Domain = "medhelm", Reason = "RUN_NOT_FOUND" }) },
    }.ToRpcException();

    /// <summary>What happens to the run, and what came of its watcher.</summary>
    internal sealed class Script
    {
        public Channel<Run> Changes { get; } = Channel.CreateUnbounded<Run>();

        public TaskCompletionSource ClientLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Run At(RunState state, long decided) => new()
        {
            Name = "runs/known",
            State = state,
            Progress = new Progress { Planned = 8, Decided = decided },
        };
    }
}
