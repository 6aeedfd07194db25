using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.ServiceDefaults.Rpc;
using Enum = System.Enum;

namespace MedHelm.Judging.Judgements;

/// <summary>Checks what is to be judged and pins it: everything that the request leaves open is decided here, once.</summary>
internal sealed class JudgementPlanner(EvaluationService.EvaluationServiceClient evaluation, JuryPlannerService.JuryPlannerServiceClient juries, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private CallOptions Call(CancellationToken cancel) => new(deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);

    /// <summary>The judgement with its spec completed and its juries, and the run's plan.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with every violation, NOT_FOUND without such a run, FAILED_PRECONDITION while it is under way.</exception>
    public async Task<(Judgement Content, RunPlan Plan)> PlanAsync(JudgementSpec? spec, string id, CancellationToken cancel)
    {
        var violations = new Violations();
        violations.Require(id.Length == 0 || JudgementIds.IsValid(id), "judgement_id", "must be 4 to 63 of a-z, 0-9 and '-', starting with a letter.");
        violations.Require(spec is not null, "spec", "is missing.");
        violations.Require(spec is null || spec.Run.StartsWith("runs/", StringComparison.Ordinal), "spec.run", "must name a run, such as runs/my-run.");
        if (spec is not null) Money(spec, violations);
        violations.ThrowIfAny();

        var run = (await evaluation.GetRunAsync(new GetRunRequest { Name = spec!.Run }, Call(cancel))).Run;
        if (run.State != RunState.Completed)
            throw Errors.NotReady("RUN_NOT_COMPLETED", $"{spec.Run} is not completed ({Words(run.State)}): its answers can be judged again once all of them are there.");
        var plan = (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = spec.Run }, Call(cancel))).Plan;
        var candidates = Candidates(spec, plan, violations);
        violations.ThrowIfAny();
        var planned = await juries.PlanJuriesAsync(new PlanJuriesRequest { Run = spec.Run, Jury = spec.Jury, Jurors = { spec.Jurors }, Benchmarks = { spec.Benchmarks } }, Call(cancel));

        var whole = spec.Clone();
        whole.Project = ProjectName.OrDefault(spec.Project.Length > 0 ? spec.Project : run.Spec.Project);
        whole.Candidates.Clear();
        whole.Candidates.Add(candidates);
        whole.Benchmarks.Clear();
        whole.Benchmarks.Add(plan.Benchmarks.Select(benchmark => benchmark.Benchmark).Where(planned.Juries.ContainsKey));
        var content = new Judgement { Spec = whole };
        content.Juries.Add(planned.Juries);
        return (content, plan);
    }

    private static void Money(JudgementSpec spec, Violations violations)
    {
        violations.Require(spec.Project.Length == 0 || ProjectName.IsValid(spec.Project), "spec.project", ProjectName.Rule + " Empty means the run's.");
        violations.Require(spec.BudgetNanoUsd >= 0, "spec.budget_nano_usd", "must not be negative; leave it out for a judgement without a budget of its own.");
        violations.Require(Enum.IsDefined(spec.PriceClass), "spec.price_class", "must be PRICE_CLASS_LIVE or PRICE_CLASS_BATCH; left out it means live.");
    }

    private static List<string> Candidates(JudgementSpec spec, RunPlan plan, Violations violations)
    {
        var known = plan.Models.Select(model => model.Deployment).ToList();
        for (var i = 0; i < spec.Candidates.Count; i++)
        {
            violations.Require(known.Contains(spec.Candidates[i]), $"spec.candidates[{i}]", $"'{spec.Candidates[i]}' is not a model of {spec.Run}; it has: {string.Join(", ", known)}.");
            violations.Require(spec.Candidates.IndexOf(spec.Candidates[i]) == i, $"spec.candidates[{i}]", $"'{spec.Candidates[i]}' is named twice.");
        }
        return spec.Candidates.Count == 0 ? known : [.. known.Where(spec.Candidates.Contains)];
    }

    private static string Words(RunState state) => state switch
    {
        RunState.Planning => "it is being planned",
        RunState.Running => "it is under way",
        RunState.Paused => "it waits for a budget",
        RunState.Failed => "its planning failed",
        _ => "its state is unknown",
    };
}
