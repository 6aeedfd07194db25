using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Scores as the jury gives them beside those that clinicians' labels anchor.</summary>
internal static class AnchoredTable
{
    public static void Write(IAnsiConsole output, IReadOnlyCollection<AnchoredScore> scores)
    {
        var several = scores.DistinctBy(score => score.Benchmark, StringComparer.Ordinal).Count() > 1;
        var table = Listing.Table(several ? ["Benchmark", .. Columns] : Columns);
        var remarks = new Remarks();
        var ofAll = scores.Select(score => score.Anchored?.Remark ?? "").Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : "";
        foreach (var score in scores)
        {
            string[] cells = [score.Candidate, EstimateText.Of(score.Raw), EstimateText.Of(score.Anchored), EstimateText.Whole(score.Labelled)];
            table.Row(several ? [score.Benchmark, .. cells] : cells);
            if (ofAll.Length == 0) remarks.Add(several ? $"{score.Candidate}, {score.Benchmark}" : score.Candidate, score.Anchored?.Remark ?? "");
        }
        output.WriteWhole(table);
        if (ofAll.Length > 0) output.WriteLine(ofAll);
        remarks.Write(output);
    }

    private static string[] Columns => ["Candidate", "Jury score", "Anchored", "Labelled"];
}
