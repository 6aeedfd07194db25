using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Reporting.Trust;

/// <summary>A certificate in one line, for tables.</summary>
internal static class TrustMarks
{
    internal static TrustMark Of(Certificate certificate)
    {
        var measures = certificate.Measures;
        var mark = new TrustMark
        {
            Certified = certificate.Certified,
            Missing = certificate.Certified ? "" : certificate.Missing.FirstOrDefault() ?? "the certificate does not say what is missing",
            Labelled = measures?.Labelled ?? 0,
            Icc = Known(Agreement(measures)),
            Alpha = Known(measures?.Alpha),
            EffectiveVotes = Known(measures?.EffectiveVotes),
            Ceiling = Known(measures?.Ceiling?.OneRater),
        };
        mark.Biases.Add((measures?.Jurors ?? Enumerable.Empty<JurorMeasures>()).SelectMany(Biases));
        mark.Drifted.Add(certificate.Jurors.Where(juror => juror.Drift is { Drifted: true }).Select(juror => juror.Juror.Name));
        return mark;
    }

    /// <summary>The mark of a jury about which nothing is known.</summary>
    internal static TrustMark Unknown(string why) => new() { Missing = why };

    private static Estimate? Agreement(JuryMeasures? measures)
    {
        var form = measures?.JuryAndClinicians.FirstOrDefault(icc => icc.Form == IccForm.TwoWayMixedMean);
        // The interval by F assumes normal ratings; where both are there, that of the paper's form is shown.
        return form?.ByF is { HasValue: true } byF ? byF : form?.ByBootstrap;
    }

    private static Estimate? Known(Estimate? estimate) => estimate is { HasValue: true } ? estimate : null;

    private static IEnumerable<string> Biases(JurorMeasures juror)
    {
        foreach (var (effect, what) in new[] { (juror.SelfPreference, "for its own model"), (juror.SameVendor, "for its own vendor"), (juror.Length, "for an answer twice as long") })
        {
            if (effect is { Detected: true, Effect: { HasValue: true } size })
                yield return string.Create(CultureInfo.InvariantCulture, $"{juror.Juror}: {size.Value:+0.00;-0.00;0.00} {what}{Interval(size)}");
        }
    }

    private static string Interval(Estimate size) =>
        size is { HasLow: true, HasHigh: true } ? string.Create(CultureInfo.InvariantCulture, $" [{size.Low:0.00}, {size.High:0.00}]") : "";
}
