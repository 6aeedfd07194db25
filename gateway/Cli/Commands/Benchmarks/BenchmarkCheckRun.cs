using MedHelm.Catalog.Checks;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Checks benchmarks one after the other: data and prompts here, scores where a system answers.</summary>
internal sealed class BenchmarkCheckRun(GatewayClient gateway, DatasetChoice data, string? datasets, int prompts)
{
    /// <summary>Why nothing can be scored; null when it can, or was not to be.</summary>
    public string? NoScoring { get; private set; }

    public async IAsyncEnumerable<CheckSummary> RunAsync(
        IEnumerable<CheckSubject> subjects, bool scoring, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GoldReplay? replay = null;
        if (scoring)
        {
            (replay, var problem) = await GoldReplay.OpenAsync(gateway, cancellationToken);
            NoScoring = replay is null ? problem : null;
        }
        foreach (var subject in subjects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var check = BenchmarkChecker.Check(subject.Definition, data, datasets, cancellationToken: cancellationToken);
            var report = check.Failure is not null ? null
                : replay is null ? ReplayReport.Unscored(subject.Definition, scoring ? "no system answers" : null)
                : await replay.RunAsync(check, cancellationToken);
            yield return CheckSummary.Of(subject, check, report, prompts);
        }
    }
}
