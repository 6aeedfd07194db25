using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Inference as seen by the bench: deployments, and a juror that says what a test has it say.</summary>
internal sealed class BenchInference(Func<CompleteRequest, string> juror) : InferenceService.InferenceServiceClient
{
    private readonly Lock gate = new();

    public Func<CompleteRequest, string> Juror { get; set; } = juror;

    public string Model { get; set; } = "judge-2026-01";

    public List<CompleteRequest> Asked { get; } = [];

    /// <summary>Calls that are answered before the service is gone.</summary>
    public int AnswersBeforeDeath { get; set; } = int.MaxValue;

    /// <summary>Calls that are answered before a budget has no room.</summary>
    public int AnswersBeforeBudget { get; set; } = int.MaxValue;

    public override AsyncUnaryCall<ListDeploymentsResponse> ListDeploymentsAsync(ListDeploymentsRequest request, CallOptions options) => BenchEvaluation.Reply(new ListDeploymentsResponse
    {
        Deployments =
        {
            new[] { "lab/judge-1", "lab/judge-2" }.Select(id => new Deployment { Id = id, Model = Model, ApprovedTiers = { DataTier.Public, DataTier.Gated }, StructuredOutput = id == "lab/judge-1" }),
            new Deployment { Id = "lab/careless", Model = "careless", ApprovedTiers = { DataTier.Private } },
        },
    });

    public override AsyncUnaryCall<CompleteResponse> CompleteAsync(CompleteRequest request, CallOptions options)
    {
        lock (gate)
        {
            Asked.Add(request.Clone());
            if (Asked.Count > AnswersBeforeDeath) throw new RpcException(new Status(StatusCode.Unavailable, "killed"));
            if (Asked.Count > AnswersBeforeBudget)
            {
                return BenchEvaluation.Reply(new CompleteResponse
                {
                    Outcome = new CompletionOutcome
                    {
                        Failure = new Failure
                        {
                            Reason = FailureReason.Budget,
                            Message = "no room",
                            Shortfall = new BudgetShortfall { Budget = "projects/default", NeededNanoUsd = 20_000_000, AvailableNanoUsd = 10_000_000 },
                        }
                    }
                });
            }
        }
        return BenchEvaluation.Reply(new CompleteResponse
        {
            Outcome = new CompletionOutcome
            {
                Completion = new Completion { Text = Juror(request), FinishReason = FinishReason.Stop, ModelSnapshot = Model + "-snap" },
                CostNanoUsd = 1_000,
            }
        });
    }
}
