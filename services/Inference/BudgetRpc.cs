using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Money;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Inference;

internal sealed class BudgetRpc(BudgetStore budgets) : BudgetService.BudgetServiceBase
{
    public override async Task<SetBudgetResponse> SetBudget(SetBudgetRequest request, ServerCallContext context)
    {
        var violations = Named(request.Name);
        violations.Require(request.LimitNanoUsd >= 0, "limit_nano_usd", "must be 0 or more.");
        violations.ThrowIfAny();
        await budgets.SetAsync(request.Name, request.LimitNanoUsd, request.OnlyIfAbsent, context.CancellationToken);
        return new SetBudgetResponse { Budget = await FindAsync(request.Name, context.CancellationToken) };
    }

    public override async Task<GetBudgetResponse> GetBudget(GetBudgetRequest request, ServerCallContext context)
    {
        Named(request.Name).ThrowIfAny();
        return new GetBudgetResponse { Budget = await FindAsync(request.Name, context.CancellationToken) };
    }

    public override async Task<ListBudgetsResponse> ListBudgets(ListBudgetsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var size = Paging.Size(request.PageSize, violations);
        var after = Paging.Key(request.PageToken, parts: 1, violations);
        violations.ThrowIfAny();
        var page = await budgets.ListAsync(after?[0] ?? "", size + 1, context.CancellationToken);
        var response = new ListBudgetsResponse { Budgets = { page.Take(size) } };
        if (page.Count > size) response.NextPageToken = Paging.TokenAfter(page[size - 1].Name);
        return response;
    }

    public override async Task<RemoveBudgetResponse> RemoveBudget(RemoveBudgetRequest request, ServerCallContext context)
    {
        Named(request.Name).ThrowIfAny();
        return await budgets.RemoveAsync(request.Name, context.CancellationToken) ? new RemoveBudgetResponse() : throw Errors.NotFound("budget", request.Name);
    }

    private static Violations Named(string name)
    {
        var violations = new Violations();
        violations.Require(BudgetName.IsValid(name), "name", BudgetName.Forms);
        return violations;
    }

    private async Task<Budget> FindAsync(string name, CancellationToken cancel) => await budgets.FindAsync(name, cancel) ?? throw Errors.NotFound("budget", name);
}
