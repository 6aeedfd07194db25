using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Evaluation.Storage;

/// <summary>Why a run waits for a budget.</summary>
/// <param name="Budget">Name of the budget.</param>
/// <param name="NeededNanoUsd">What the next call costs at most.</param>
/// <param name="AvailableNanoUsd">What the budget had left.</param>
/// <param name="NotBefore">The run stays paused until then, whatever the budget says.</param>
internal sealed record StoredPause(string Budget, long NeededNanoUsd, long AvailableNanoUsd, DateTimeOffset NotBefore)
{
    public RunPause ToProto() => new() { Budget = Budget, NeededNanoUsd = NeededNanoUsd, AvailableNanoUsd = AvailableNanoUsd };
}
