using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>A metric that needs the verdicts of a jury.</summary>
internal interface IVerdictMetric : IMetric
{
    /// <param name="verdicts">One for each juror, abstentions included.</param>
    /// <param name="jury">The jury as the run's plan pins it.</param>
    Score Rate(IReadOnlyCollection<Verdict> verdicts, Jury jury);

    /// <summary>The score of an answer on which no verdict counts, whatever the jury says; null when the jury's verdicts decide.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="jury">The jury as the run's plan pins it.</param>
    Score? RateUnseen(string text, Jury jury) => null;
}
