using System.Globalization;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Examinations and anchors of jurors, for people.</summary>
internal static class BenchPage
{
    private const int DigestShown = 12;

    public static void List(IAnsiConsole output, IReadOnlyList<Admission> admissions)
    {
        if (admissions.Count == 0)
        {
            output.WriteLine("Nobody was examined yet: medhelm bench admit DEPLOYMENT BENCHMARK");
            return;
        }
        var table = Listing.Table("Deployment", "Model", "Benchmark", "Rubric", "Admitted", "When (UTC)", "Failed checks");
        foreach (var admission in admissions)
        {
            table.Row(
                admission.Deployment, admission.Model, admission.Benchmark, Short(admission.RubricSha256), admission.Admitted ? "yes" : "NO", Time(admission.Time),
                string.Join(", ", admission.Checks.Where(check => !check.Passed).Select(check => check.Name)));
        }
        output.WriteWhole(table);
    }

    public static void Draw(IAnsiConsole output, Admission admission)
    {
        output.WriteLine($"{admission.Deployment} ({admission.Model}) as a juror for {admission.Benchmark}, rubric {Short(admission.RubricSha256)}: {(admission.Admitted ? "admitted" : "NOT ADMITTED")}");
        var table = Listing.Table("Check", "Passed", "Measured", "Verdicts");
        foreach (var check in admission.Checks)
            table.Row(check.Name, check.Passed ? "yes" : "NO", EstimateText.Of(check.Effect), EstimateText.Whole(check.Verdicts));
        output.WriteWhole(table);
        foreach (var check in admission.Checks) output.WriteLine($"{check.Name}: {check.Demand}");
        output.WriteLine($"List price {NanoUsd.Format(admission.CostNanoUsd)}.");
    }

    public static void Sets(IAnsiConsole output, IReadOnlyList<AnchorSet> sets)
    {
        if (sets.Count == 0)
        {
            output.WriteLine("Nothing is frozen yet: medhelm bench anchors RUN BENCHMARK --id ID");
            return;
        }
        var table = Listing.Table("Set", "Juror", "Anchors", "Checks", "Judged", "Drift", "Shift", "Last check (UTC)", "Why", "Links");
        foreach (var set in sets)
        {
            foreach (var juror in set.Jurors)
            {
                table.Row(
                    ResourceName.AnchorSet.Short(set.Name), juror.Juror, EstimateText.Whole(set.Anchors), EstimateText.Whole(juror.Checks), EstimateText.Whole(juror.Judged), Drift(juror.Last),
                    EstimateText.Of(juror.Last?.Shift), Time(juror.Last?.Time), juror.Last?.Cause ?? "", EstimateText.Whole(juror.Links.Count));
            }
        }
        output.WriteWhole(table);
        foreach (var set in sets)
        {
            var schedule = set.CheckEveryHours > 0 ? string.Create(CultureInfo.InvariantCulture, $"every {set.CheckEveryHours} h") : "only when asked, or when a model or rubric changed";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ResourceName.AnchorSet.Short(set.Name)}: {set.Benchmark} of {RunName.Short(set.Run)}, checked {schedule}, false alarms {set.FalseAlarmRate:0.###}"));
        }
    }

    private static string Drift(DriftCheck? check) => check switch
    {
        null => "never checked",
        { Drifted: true } => string.Create(CultureInfo.InvariantCulture, $"DRIFTED at {check.DetectedAt}"),
        _ => "none found",
    };

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) => time?.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static string Short(string digest) => digest[..Math.Min(DigestShown, digest.Length)];
}
