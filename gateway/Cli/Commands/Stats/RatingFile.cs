using System.CommandLine;
using MedHelm.Cli.Tables;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>A CSV file of ratings, one row for each item and rater.</summary>
internal sealed class RatingFile
{
    private readonly Argument<string> file = new("FILE") { Description = "CSV with columns item, rater and rating" };

    public RatingFile(Command command) => command.Arguments.Add(file);

    /// <summary>For --help.</summary>
    public static IReadOnlyList<string> Format { get; } =
    [
        "ratings.csv has a row for each item and rater; an empty rating, or no row, means that the rater left the item out:",
        "  item,rater,rating",
        "  note1,clinician,4",
        "Optional: cluster, to which the item belongs, such as a patient.",
    ];

    public MeasureAgreementRequest Read(ParseResult parse)
    {
        var table = CsvTable.Read(parse.GetRequiredValue(file), "item", "rater", "rating");
        string[] raters = [.. table.Rows.Select(row => row.Name("rater")).Distinct(StringComparer.Ordinal)];
        var request = new MeasureAgreementRequest { Raters = { raters } };
        foreach (var item in table.Rows.GroupBy(row => row.Name("item"), StringComparer.Ordinal))
        {
            var rated = new RatedItem { Item = item.Key, Cluster = item.First().Text("cluster"), Ratings = { raters.Select(_ => new Rating()) } };
            foreach (var row in item)
            {
                if (row.Text("cluster") != rated.Cluster) throw row.Wrong("cluster", $"must be the same in every row of the item, '{rated.Cluster}' before", row.Text("cluster"));
                var rating = rated.Ratings[Array.IndexOf(raters, row.Text("rater"))];
                if (rating.HasValue) throw row.Wrong("rater", "must rate an item once", row.Text("rater"), "Leave one of the rows out.");
                if (row.OptionalNumber("rating") is { } value) rating.Value = value;
            }
            request.Items.Add(rated);
        }
        return request;
    }
}
