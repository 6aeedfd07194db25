using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>Agreement of raters, for people.</summary>
internal sealed class AgreementPage(IAnsiConsole output)
{
    public void Draw(MeasureAgreementResponse agreement)
    {
        var icc = Listing.Table("Intraclass correlation", "Value, interval by F", "Interval by bootstrap", "F", "p", "Items", "Remark");
        foreach (var form in agreement.Icc)
        {
            icc.Row(
                Name(form.Form),
                EstimateText.Of(form.ByF),
                EstimateText.Of(form.ByBootstrap),
                form.HasF ? $"{EstimateText.Number(form.F)} ({form.Df1}, {form.Df2})" : EstimateText.Optional(false, 0),
                EstimateText.P(form.HasP, form.P),
                EstimateText.Whole(form.ByF?.Units ?? 0),
                form.ByF?.Remark ?? "");
        }
        output.WriteWhole(icc);

        var table = Listing.Table("Measure", "Raters", "Value", "Items", "Remark");
        foreach (var kappa in agreement.Kappas) Row(table, $"Cohen's kappa{Weights(kappa.Weights)}", $"{kappa.First}, {kappa.Second}", kappa.Kappa);
        Row(table, "Fleiss' kappa", "all", agreement.FleissKappa);
        foreach (var alpha in agreement.Alphas) Row(table, $"Krippendorff's alpha, {Name(alpha.Level)}", "all", alpha.Alpha);
        foreach (var pair in agreement.Correlations)
        {
            Row(table, "Spearman", $"{pair.First}, {pair.Second}", pair.Spearman);
            Row(table, "Kendall tau-b", $"{pair.First}, {pair.Second}", pair.Kendall);
            Row(table, "Pearson", $"{pair.First}, {pair.Second}", pair.Pearson);
        }
        if (agreement.EffectiveVotes is { HasValue: true }) Row(table, "Effective votes", "without the reference", agreement.EffectiveVotes);
        output.WriteWhole(table);
        if (agreement.EffectiveVotes is { HasValue: false, Remark.Length: > 0 } votes) output.WriteLine($"{votes.Remark.TrimEnd('.')} (--reference RATER).");
        output.WriteLine(EstimateText.Settings(agreement.Resampling));
    }

    public static string Name(IccForm form) => form switch
    {
        IccForm.OneWay => "ICC(1,1)",
        IccForm.TwoWayRandom => "ICC(2,1)",
        IccForm.TwoWayMixed => "ICC(3,1)",
        IccForm.TwoWayMixedMean => "ICC(3,k)",
        _ => "unknown form",
    };

    private static void Row(Table table, string measure, string raters, Estimate? value)
    {
        if (value is not null) table.Row(measure, raters, EstimateText.Of(value), EstimateText.Whole(value.Units), value.Remark);
    }

    private static string Weights(KappaWeights weights) => weights switch { KappaWeights.Linear => ", linear", KappaWeights.Quadratic => ", quadratic", _ => "" };

    private static string Name(MeasurementLevel level) => level switch
    {
        MeasurementLevel.Nominal => "nominal",
        MeasurementLevel.Ordinal => "ordinal",
        MeasurementLevel.Interval => "interval",
        _ => "unknown level",
    };
}
