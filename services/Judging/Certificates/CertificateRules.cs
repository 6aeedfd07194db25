using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>When a certificate is given, and what is said where it is not.</summary>
internal static class CertificateRules
{
    /// <summary>
    /// Fewest labelled answers. With 30 the 95% interval of an ICC(3,k) near MedHELM's 0.47 already reaches from below 0 to about 0.75; fewer tell a good jury from none no more.
    /// </summary>
    public const int MinLabelled = 30;
    private const int FewestJurors = 2;

    /// <summary>Fills in min_labelled, missing and certified from what else the certificate says.</summary>
    public static void Apply(Certificate certificate)
    {
        certificate.MinLabelled = MinLabelled;
        certificate.Missing.Clear();
        certificate.Missing.AddRange(Missing(certificate));
        certificate.Certified = certificate.Missing.Count == 0;
    }

    private static IEnumerable<string> Missing(Certificate certificate)
    {
        if (certificate.Measures is not { Answers: > 0 } measures)
        {
            yield return "No answer has a jury score yet.";
            yield break;
        }
        var baselines = certificate.Jurors.Where(juror => juror.Juror.Baseline).Select(juror => juror.Juror.Name).ToList();
        if (baselines.Count > 0) yield return $"{Named(baselines)}: {(baselines.Count == 1 ? "a baseline rule, not a language model" : "baseline rules, not language models")}, so the ratings say nothing about quality.";
        if (certificate.Jury is not null && certificate.Jurors.Count(juror => juror.Verdicts > 0) < FewestJurors)
            yield return "Fewer than two jurors gave valid verdicts, so that nothing shows how far jurors agree.";
        foreach (var failed in certificate.Jurors.Where(juror => juror.Admission is { Admitted: false }))
            yield return $"Juror {failed.Juror.Name} failed its examination ({string.Join(", ", failed.Admission.Checks.Where(check => !check.Passed).Select(check => check.Name))}); another should take its place.";
        var drifted = certificate.Jurors.Where(juror => juror.Drift is { Drifted: true }).Select(juror => juror.Juror.Name).ToList();
        if (drifted.Count > 0) yield return $"{Named(drifted)}: {(drifted.Count == 1 ? "no longer marks as when its" : "no longer mark as when their")} anchors were frozen; link the versions or judge the answers again.";
        if (measures.Labelled == 0) yield return $"No clinician has rated answers of this jury; {MinLabelled} rated answers are needed. Open a review, or import ratings.";
        else if (measures.Labelled < MinLabelled) yield return $"Clinicians' labels are there for {measures.Labelled} answers; {MinLabelled - measures.Labelled} more are needed.";
        else if (!measures.JuryAndClinicians.Any(icc => icc.ByF is { HasValue: true })) yield return "Agreement cannot be computed, because the jury or the clinicians gave every answer the same score.";
        var unexamined = certificate.Jurors.Where(juror => juror is { Admission: null, Juror.Baseline: false }).Select(juror => juror.Juror.Name).ToList();
        if (unexamined.Count > 0) yield return $"{Named(unexamined)}: never examined as a juror for this rubric; 'medhelm bench admit' does it.";
    }

    private static string Named(List<string> jurors) => (jurors.Count == 1 ? "Juror " : "Jurors ") + string.Join(", ", jurors);
}
