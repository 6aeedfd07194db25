using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>What is known of jurors that may have changed.</summary>
internal interface IDriftStates
{
    /// <summary>The last check of each juror of the jury, by the juror's name; jurors that were never checked are absent.</summary>
    Task<IReadOnlyDictionary<string, DriftState>> FindAsync(Jury jury, string benchmark, CancellationToken cancel);
}
