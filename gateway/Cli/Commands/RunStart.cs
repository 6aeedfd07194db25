using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands;

/// <summary>Creates a run or takes up an earlier one. Another budget makes no other run: it becomes the limit of the earlier one.</summary>
internal sealed class RunStart(CommandHost host, GatewayClient gateway)
{
    public async Task<(Run Run, bool Earlier)> TakeUpOrCreateAsync(RunSpec spec, string runId, bool resume, CancellationToken cancellationToken)
    {
        if (resume && await UnfinishedAsync(spec, cancellationToken) is { } unfinished)
            return (await TakeUpAsync(unfinished, spec, cancellationToken), true);
        if (!resume && runId.Length == 0)
            await TellOfPausedAsync(spec, cancellationToken);
        try
        {
            return ((await gateway.Evaluation.CreateRunAsync(new() { Spec = spec, RunId = runId }, gateway.Soon(cancellationToken))).Run, false);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.AlreadyExists)
        {
            var earlier = (await gateway.Evaluation.GetRunAsync(new() { Name = RunName.Full(runId) }, gateway.Soon(cancellationToken))).Run;
            if (!IsSame(earlier.Spec, spec))
                throw;
            return (await TakeUpAsync(earlier, spec, cancellationToken), true);
        }
    }

    // Whoever raises a budget by giving a higher one means the run that waits for it.
    private async Task TellOfPausedAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            var runs = (await gateway.Evaluation.ListRunsAsync(new(), gateway.Soon(cancellationToken))).Runs;
            if (runs.FirstOrDefault(run => run.State == RunState.Paused && IsSame(run.Spec, spec)) is { } paused)
                host.Tell($"A paused run of this selection exists: {paused.Name}; --resume takes it up, with a higher --budget where one is given. This is a new run.");
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            // Only advice is lost: whether the run can be made, its own call says.
        }
    }

    private async Task<Run?> UnfinishedAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        var runs = (await gateway.Evaluation.ListRunsAsync(new(), gateway.Soon(cancellationToken))).Runs.Where(IsUnfinished).ToList();
        return runs.Find(run => run.Spec.Equals(spec)) ?? runs.Find(run => IsSame(run.Spec, spec));
    }

    private async Task<Run> TakeUpAsync(Run earlier, RunSpec spec, CancellationToken cancellationToken)
    {
        // With the same budget as before, the limit may have been raised meanwhile: it stays.
        if (!IsUnfinished(earlier) || !spec.HasBudgetNanoUsd || (earlier.Spec.HasBudgetNanoUsd && earlier.Spec.BudgetNanoUsd == spec.BudgetNanoUsd))
            return earlier;
        await gateway.Budgets.SetBudgetAsync(new() { Name = earlier.Name, LimitNanoUsd = spec.BudgetNanoUsd }, gateway.Soon(cancellationToken));
        host.Tell($"{earlier.Name}: the budget is {NanoUsd.Format(spec.BudgetNanoUsd)} now");
        return earlier;
    }

    private static bool IsUnfinished(Run run) => run.State is RunState.Planning or RunState.Running or RunState.Paused;

    private static bool IsSame(RunSpec one, RunSpec other)
    {
        var (first, second) = (one.Clone(), other.Clone());
        first.ClearBudgetNanoUsd();
        second.ClearBudgetNanoUsd();
        return first.Equals(second);
    }
}
