using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>Agreement on the answers of some datasets.</summary>
/// <param name="Subset">Which datasets.</param>
/// <param name="Raters">Whose ratings.</param>
/// <param name="Items">Answers that all of them rated.</param>
/// <param name="Standardised">Of z-scores, kappa of halves rounded to even; for clinicians and jury of means as the paper's code sums them.</param>
/// <param name="Raw">Of the marks as they are, equal ones tied, kappa of halves rounded up. Null where nobody asked.</param>
internal sealed record Agreed(string Subset, IReadOnlyList<string> Raters, int Items, MeasureAgreementResponse Standardised, MeasureAgreementResponse? Raw)
{
    public const string All = "all datasets";

    /// <summary>Null where it is undefined.</summary>
    public double? Icc3k => Value(Standardised);

    public double? RawIcc3k => Raw is null ? null : Value(Raw);

    /// <summary>Rank correlation of the first two raters by the paper's means.</summary>
    public Estimate? Spearman => Standardised.Correlations.FirstOrDefault()?.Spearman;

    /// <summary>The same where equal marks are tied.</summary>
    public Estimate? TiedSpearman => Raw?.Correlations.FirstOrDefault()?.Spearman;

    private static double? Value(MeasureAgreementResponse agreement) =>
        agreement.Icc.FirstOrDefault(icc => icc.Form == IccForm.TwoWayMixedMean)?.ByF is { HasValue: true } estimate ? estimate.Value : null;
}
