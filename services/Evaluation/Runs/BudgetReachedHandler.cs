using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults.Bus;

namespace MedHelm.Evaluation.Runs;

/// <summary>Pauses a run that a budget has no room for. The first reason stays until the run goes on; a run that is over stays over.</summary>
internal sealed partial class BudgetReachedHandler(PauseStore pauses, RunSignals signals, TimeProvider clock, ILogger<BudgetReachedHandler> logger)
    : IMessageHandler<BudgetReached>
{
    public async Task HandleAsync(BudgetReached message, CancellationToken cancel)
    {
        if (RunIds.Parse(message.Run) is not { } runId) return;
        var reason = new RunPause { Budget = message.Budget, NeededNanoUsd = message.NeededNanoUsd, AvailableNanoUsd = message.AvailableNanoUsd };
        if (!await pauses.PauseAsync(runId, reason, clock.GetUtcNow(), cancel)) return;
        Log.Paused(logger, runId, message.Budget, message.NeededNanoUsd, message.AvailableNanoUsd);
        signals.Raise(runId);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Run {RunId} is paused: budget {Budget} has {Available} nano-dollars left, its next call needs {Needed}.", EventName = "RunPaused")]
        internal static partial void Paused(ILogger logger, string runId, string budget, long needed, long available);
    }
}
