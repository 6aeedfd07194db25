using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Budgets as seen by Evaluation: what a test puts there, and what was asked.</summary>
internal sealed class FakeBudgets : BudgetService.BudgetServiceClient
{
    public Dictionary<string, Budget> Budgets { get; } = new(StringComparer.Ordinal);

    public List<SetBudgetRequest> Set { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>Called with each new limit.</summary>
    public Action OnSet { get; set; } = () => { };

    public override AsyncUnaryCall<SetBudgetResponse> SetBudgetAsync(SetBudgetRequest request, CallOptions options)
    {
        OnSet();
        Set.Add(request);
        return Reply(Task.FromResult(new SetBudgetResponse { Budget = new Budget { Name = request.Name, LimitNanoUsd = request.LimitNanoUsd } }));
    }

    public override AsyncUnaryCall<GetBudgetResponse> GetBudgetAsync(GetBudgetRequest request, CallOptions options)
    {
        Asked.Add(request.Name);
        return Reply(Budgets.TryGetValue(request.Name, out var budget)
            ? Task.FromResult(new GetBudgetResponse { Budget = budget.Clone() })
            : Task.FromException<GetBudgetResponse>(new RpcException(new Status(StatusCode.NotFound, "no such budget"))));
    }

    /// <summary>A budget with a limit and something spent and reserved.</summary>
    public void Put(string name, long limit, long spent = 0, long reserved = 0) =>
        Budgets[name] = new Budget { Name = name, LimitNanoUsd = limit, SpentNanoUsd = spent, ReservedNanoUsd = reserved };

    private static AsyncUnaryCall<T> Reply<T>(Task<T> answer) => new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
