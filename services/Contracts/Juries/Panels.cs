using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Contracts.Juries;

/// <summary>Who rates which candidate.</summary>
public static class Panels
{
    /// <summary>
    /// One candidate's panel: each juror in its place, or, where it recuses itself, the first of the bench that need not and has no seat yet; a seat that
    /// nobody can take stays empty. Jurors and bench must have their models and vendors.
    /// </summary>
    public static Panel Of(Jury jury, PlannedModel candidate)
    {
        var panel = new Panel { Candidate = candidate.Deployment };
        var bench = jury.Bench.Where(juror => !Recuses(jury.Recusal, juror, candidate)).ToList();
        foreach (var juror in jury.Jurors)
        {
            if (!Recuses(jury.Recusal, juror, candidate))
            {
                panel.Jurors.Add(juror.Name);
                continue;
            }
            var substitution = new Substitution { Juror = juror.Name };
            if (bench is [var first, ..])
            {
                substitution.Substitute = first.Name;
                panel.Jurors.Add(first.Name);
                bench.RemoveAt(0);
            }
            panel.Substitutions.Add(substitution);
        }
        return panel;
    }

    /// <summary>True when the juror must not rate the candidate. A vendor that nobody stated is nobody's.</summary>
    public static bool Recuses(Recusal rule, Juror juror, PlannedModel candidate) => rule switch
    {
        Recusal.SameModel => IsSameModel(juror, candidate),
        Recusal.SameVendor => IsSameModel(juror, candidate)
            || (juror.Vendor.Length > 0 && string.Equals(juror.Vendor, candidate.Vendor, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    /// <summary>What is wrong with the panels of a pinned jury: those that could never reach a score.</summary>
    public static IEnumerable<string> Problems(Jury jury)
    {
        foreach (var panel in jury.Panels)
        {
            if (panel.Jurors.Count == 0)
                yield return $"every juror recuses itself from '{panel.Candidate}', and nobody on the bench can step in; put a juror of another vendor on the jury or its bench.";
            else if (panel.Jurors.Count < jury.MinValidVerdicts)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"after recusals {panel.Jurors.Count} of its jurors can rate '{panel.Candidate}', and a score needs {jury.MinValidVerdicts}; put a juror of another vendor on the jury or its bench.");
        }
    }

    private static bool IsSameModel(Juror juror, PlannedModel candidate) =>
        string.Equals(juror.Deployment, candidate.Deployment, StringComparison.Ordinal)
        || (juror.Model.Length > 0 && string.Equals(Snapshot(juror.Model), Snapshot(candidate.Model), StringComparison.OrdinalIgnoreCase));

    // Hosts put their own path before a model's name.
    private static string Snapshot(string model) => model[(model.LastIndexOf('/') + 1)..];
}
