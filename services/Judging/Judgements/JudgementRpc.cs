using Grpc.Core;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Judgements;

/// <summary>The gRPC API over judgements.</summary>
internal sealed class JudgementRpc(JudgementStore store, JudgementPlanner planner, JudgementQuoter quoter, JudgementCells cells, TimeProvider clock) : JudgementService.JudgementServiceBase
{
    public override async Task<QuoteJudgementResponse> QuoteJudgement(QuoteJudgementRequest request, ServerCallContext context)
    {
        var (content, plan) = await planner.PlanAsync(request.Spec, "", context.CancellationToken);
        return await quoter.QuoteAsync(content, plan, context.CancellationToken);
    }

    public override async Task<CreateJudgementResponse> CreateJudgement(CreateJudgementRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        // A repeated call gets its judgement back even when the installation has changed meanwhile.
        if (request.Spec is not null && JudgementIds.IsValid(request.JudgementId) && await store.FindAsync(request.JudgementId, cancel) is { } earlier)
            return new CreateJudgementResponse { Judgement = Same(earlier, request) };
        var (content, _) = await planner.PlanAsync(request.Spec, request.JudgementId, cancel);
        var now = clock.GetUtcNow();
        var judgement = new StoredJudgement
        {
            Id = request.JudgementId.Length > 0 ? request.JudgementId : JudgementIds.New(now),
            Spec = request.Spec!,
            Content = content,
            CreatedAt = now,
        };
        return new CreateJudgementResponse
        {
            Judgement = await store.AddAsync(judgement, cancel) ? judgement.ToProto() : Same((await store.FindAsync(judgement.Id, cancel))!, request),
        };
    }

    public override async Task<GetJudgementResponse> GetJudgement(GetJudgementRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var stored = JudgementIds.Parse(request.Name) is { } id ? await store.FindAsync(id, cancel) : null;
        if (stored is null) throw Errors.NotFound("judgement", request.Name);
        var judgement = await WithCostAsync(stored, cancel);
        try
        {
            judgement.Cells.Add(await cells.OfAsync(stored, cancel));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            throw Errors.Unavailable($"The numbers of {stored.Name} are made with Evaluation and Scoring, and one of them does not answer; try again shortly.");
        }
        return new GetJudgementResponse { Judgement = judgement };
    }

    public override async Task<ListJudgementsResponse> ListJudgements(ListJudgementsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        var violations = new Violations();
        violations.Require(request.Run.Length == 0 || request.Run.StartsWith("runs/", StringComparison.Ordinal), "run", "must name a run, such as runs/my-run; empty means all.");
        var size = Paging.Size(request.PageSize, violations);
        var key = Paging.Key(request.PageToken, parts: 2, violations);
        violations.ThrowIfAny();
        var page = await store.ListAsync(request.Run, key is [var time, var id] ? (time, id) : null, size + 1, cancel);
        var response = new ListJudgementsResponse();
        foreach (var judgement in page.Take(size)) response.Judgements.Add(await WithCostAsync(judgement, cancel));
        if (page.Count > size) response.NextPageToken = Paging.TokenAfter(StoredJudgement.Time(page[size - 1].CreatedAt), page[size - 1].Id);
        return response;
    }

    // The cost of a judgement under way is counted as it stands.
    private async Task<Judgement> WithCostAsync(StoredJudgement stored, CancellationToken cancel)
    {
        var judgement = stored.ToProto();
        if (stored.CompletedAt is null) (judgement.CostNanoUsd, judgement.ChargedNanoUsd) = await store.CostAsync(stored.Id, cancel);
        return judgement;
    }

    private static Judgement Same(StoredJudgement earlier, CreateJudgementRequest request) => earlier.Spec.Equals(request.Spec)
        ? earlier.ToProto()
        : throw Errors.Conflict("JUDGEMENT_ID_TAKEN", $"{earlier.Name} exists and does something else; choose another judgement_id.");
}
