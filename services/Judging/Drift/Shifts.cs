using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Drift;

/// <summary>
/// Which measured shifts of a juror are the same one. A provider may change a model under its name, more than once: marks from before such a change are those of another
/// juror, and a link that was made before it says nothing of it.
/// </summary>
internal static class Shifts
{
    /// <summary>True when a drift that a check found is the step that a link measured: made after the check began, or of a shift that the check's interval meets.</summary>
    public static bool Covers(VersionLink link, StoredCheck check) =>
        link.ToVersion == check.Version && (link.Time.ToDateTimeOffset() > check.Content.Time.ToDateTimeOffset() || Meet(link.Shift, check.Content.Shift) || IsCutShort(link.Shift, check.Content.Shift));

    /// <summary>The number of the first check whose marks tell of the juror as it last was; 0 for all of its version where no drift was found.</summary>
    /// <param name="checks">Every check of the juror, the oldest first, at least one.</param>
    public static int Since(IReadOnlyList<StoredCheck> checks)
    {
        var last = checks[^1];
        return last.Content.Drifted
            ? checks.Reverse().TakeWhile(check => check.Version == last.Version && check.Content.Drifted && Meet(check.Content.Shift, last.Content.Shift)).Last().Number
            : 0;
    }

    // A check's shift with a remark was cut towards 0 (see DriftTest), a link's is not.
    private static bool IsCutShort(Estimate whole, Estimate cut) => cut.Remark.Length > 0 && whole.Value * cut.Value > 0 && Math.Abs(whole.Value) > Math.Abs(cut.Value);

    // Where one has no interval nothing shows that they differ.
    private static bool Meet(Estimate? one, Estimate? other) =>
        one is not { HasLow: true, HasHigh: true } || other is not { HasLow: true, HasHigh: true } || (one.Low <= other.High && other.Low <= one.High);
}
