using System.Globalization;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>A certificate, for people: the verdict first, then the numbers it rests on.</summary>
internal sealed class CertificatePage(IAnsiConsole output)
{
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Warning = new(Color.Yellow);

    public void Draw(Certificate certificate)
    {
        Line($"{certificate.Subject}: {(certificate.Benchmarks.Count > 0 ? string.Join(", ", certificate.Benchmarks) : "all benchmarks")}", Bold);
        if (certificate.Certified) Line("CERTIFIED: the jury's agreement with clinicians was measured. It says how much they agree, not that it is much.");
        else Line("UNCERTIFIED: nobody has shown how far to trust these scores", Warning);
        foreach (var missing in certificate.Missing) Line($"  missing: {missing}", Warning);
        if (!certificate.Final) Line("The run is not over: the numbers still move.");
        if (certificate.Jury is { } jury) Line(JuryLine(jury));
        Line($"Labels of clinicians: {Labels(certificate)}");
        if (certificate.Measures is { } measures)
        {
            Measures(measures);
            Jurors(certificate, measures);
            if (measures.Resampling is { } used) Line(EstimateText.Settings(used));
        }
        if (certificate.Escalation is { } escalation) Escalation(escalation);
        Scores(certificate);
        output.WriteLine();
    }

    private static string JuryLine(Jury jury)
    {
        var rules = new List<string> { jury.Aggregation switch { Aggregation.Median => "median of jurors", Aggregation.TrimmedMean => "trimmed mean of jurors", Aggregation.Majority => "majority of jurors", Aggregation.WeightedMean => "weighted mean of jurors", _ => "mean of jurors" } };
        if (jury.Repeats > 1) rules.Add(string.Create(CultureInfo.InvariantCulture, $"each asked {jury.Repeats} times"));
        if (jury.Escalation is not null) rules.Add("the others asked on disagreement");
        rules.Add(jury.Recusal switch { Recusal.SameModel => "no juror rates its own model", Recusal.SameVendor => "no juror rates its own vendor", _ => "nobody recused" });
        return string.Create(CultureInfo.InvariantCulture, $"Jury: {(jury.Id.Length > 0 ? $"{jury.Id} version {jury.Version}" : "named for this run")}, {string.Join(", ", rules)}; rubric {jury.Rubric?.Id} version {jury.Rubric?.Version}");
    }

    private static string Labels(Certificate certificate)
    {
        if (certificate.LabelSource == LabelSource.Unspecified || certificate.Labels.Count == 0) return string.Create(CultureInfo.InvariantCulture, $"none; {certificate.MinLabelled} labelled answers are needed");
        var of = certificate.LabelSource == LabelSource.SameAnswers ? "of these very answers" : "of other answers that the same jury rated";
        return string.Create(CultureInfo.InvariantCulture, $"{certificate.Measures?.Labelled ?? 0} answers, {of} ({string.Join(", ", certificate.Labels)}); {certificate.MinLabelled} are needed");
    }

    private void Measures(JuryMeasures measures)
    {
        var table = Listing.Table("Measure", "Value [interval]", "Answers");
        var remarks = new Remarks();
        foreach (var icc in measures.JuryAndClinicians) Row($"Jury and clinicians, {AgreementPage.Name(icc.Form)}", icc.ByF);
        foreach (var icc in measures.JuryAndClinicians.Where(icc => icc.Form == IccForm.TwoWayMixedMean)) Row("  the same, interval by bootstrap", icc.ByBootstrap);
        foreach (var icc in measures.JuryAndCliniciansRaw.Where(icc => icc.Form is IccForm.TwoWayRandom or IccForm.TwoWayMixedMean)) Row($"  without standardising, {AgreementPage.Name(icc.Form)}", icc.ByF);
        Row("Clinicians among themselves, ICC(1,1)", measures.Ceiling?.OneRater);
        Row("  their mean", measures.Ceiling?.MeanOfRaters);
        Row("  their alpha", measures.Ceiling?.Alpha);
        Row("Rank correlation with clinicians (Spearman)", measures.Correlation?.Spearman);
        Row("Weighted kappa with clinicians", measures.Kappa);
        Row("Jury minus clinicians, points", measures.Offset);
        Row("Jurors among themselves, alpha", measures.Alpha);
        foreach (var icc in measures.AmongJurors.Where(icc => icc.Form == IccForm.TwoWayMixed)) Row("  jurors, ICC(3,1)", icc.ByF);
        Row("Effective votes", measures.EffectiveVotes);
        if (table.Rows.Count > 0) output.WriteWhole(table);
        remarks.Write(output);

        void Row(string measure, Estimate? value)
        {
            if (value is null) return;
            // What has no value says why below, and needs no row of dashes.
            if (value.HasValue || value.Remark.Length == 0) table.Row(measure, EstimateText.Of(value), EstimateText.Whole(value.Units));
            remarks.Add(measure, value.Remark);
        }
    }

    private void Jurors(Certificate certificate, JuryMeasures measures)
    {
        if (certificate.Jurors.Count > 0)
        {
            var seats = Listing.Table("Juror", "Model", "Verdicts", "Abstained", "Drift");
            foreach (var juror in certificate.Jurors)
                seats.Row(juror.Juror.Name, Model(juror), EstimateText.Whole(juror.Verdicts), EstimateText.Whole(juror.Abstentions), Drift(juror.Drift));
            output.WriteWhole(seats);
        }
        var table = Listing.Table("Juror", "Effect", "Points [interval]");
        var (remarks, agreement) = (new Remarks(), new List<string>());
        foreach (var juror in measures.Jurors)
        {
            Row(juror.Juror, "severity", juror.Severity);
            Row(juror.Juror, "answers of its own model", juror.SelfPreference);
            Row(juror.Juror, "answers of its own vendor", juror.SameVendor);
            Row(juror.Juror, "an answer twice as long", juror.Length);
            if (juror.WithClinicians is { HasValue: true } alone) agreement.Add($"{juror.Juror} {EstimateText.Of(alone)}");
        }
        if (table.Rows.Count > 0)
        {
            output.WriteWhole(table);
            Line("! marks effects that are detected (p below 0.05 after Holm's correction).");
        }
        remarks.Write(output);
        if (agreement.Count > 0) Line($"Each juror alone with clinicians: {string.Join("; ", agreement)}");

        void Row(string juror, string name, JurorEffect? effect)
        {
            if (effect?.Effect is not { } points) return;
            if (points.HasValue) table.Row(juror, name, $"{EstimateText.Of(points)}{(effect.Detected ? " !" : "")}");
            remarks.Add($"{juror}, {name}", points.Remark);
        }
    }

    private static string Model(CertifiedJuror juror) => juror switch
    {
        { Snapshots.Count: > 0 } => string.Join(", ", juror.Snapshots),
        _ => juror.Juror.Model.Length > 0 ? juror.Juror.Model : juror.Juror.Deployment,
    };

    private static string Drift(DriftState? drift) => drift switch
    {
        null => "not watched",
        { Drifted: true } => $"DRIFTED {EstimateText.Of(drift.Shift)}",
        _ => $"none open {EstimateText.Of(drift.Shift)}",
    };

    private void Escalation(MeasureEscalationResponse escalation)
    {
        var shift = escalation.Shift is { HasValue: true } ? EstimateText.Of(escalation.Shift) : escalation.Shift?.Remark ?? "unknown";
        var detectable = escalation.HasMinimalDetectable ? $", smallest that could be seen {EstimateText.Number(escalation.MinimalDetectable)}" : "";
        Line(string.Create(CultureInfo.InvariantCulture, $"Cascade: {escalation.SavedCalls:0.0%} of the calls saved; shift of the score {shift}{detectable} (audit of {escalation.Audited} of {escalation.Agreed} answers without escalation)"));
    }

    private void Scores(Certificate certificate)
    {
        if (certificate.Scores.Count == 0) return;
        AnchoredTable.Write(output, certificate.Scores);
        Line("Anchored: the mean that clinicians would give, from their labels on some of the answers (PPI++).");
    }

    private void Line(string text, Style? style = null)
    {
        output.Write(new Text(text, style ?? Style.Plain));
        output.WriteLine();
    }
}
