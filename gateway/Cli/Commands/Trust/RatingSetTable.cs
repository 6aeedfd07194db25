using System.Globalization;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Sets of ratings, for people.</summary>
internal sealed class RatingSetTable(IAnsiConsole output)
{
    public void Draw(IReadOnlyList<RatingSet> sets)
    {
        if (sets.Count == 0)
        {
            output.WriteLine("No ratings yet. Import some: medhelm ratings import FILE.csv --id ID");
            return;
        }
        var table = Listing.Table("Set", "Ratings", "Answers", "By two or more", "Raters", "Jury's marks", "Imported (UTC)", "Benchmarks");
        foreach (var set in sets)
        {
            table.Row(
                ResourceName.RatingSet.Short(set.Name), EstimateText.Whole(set.Ratings), EstimateText.Whole(set.Answers), EstimateText.Whole(set.DoublyRated), EstimateText.Whole(set.Raters),
                set.WithJury ? "yes" : "no", set.ImportTime?.ToDateTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
                string.Join(", ", set.AnswersByBenchmark.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Key} {b.Value}"))));
        }
        output.WriteWhole(table);
    }
}
