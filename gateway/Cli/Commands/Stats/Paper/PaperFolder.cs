using System.Text.Json;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>The tables that were published with the paper.</summary>
internal sealed record PaperFolder(PaperLeaderboard Leaderboard, PaperCosts Costs, PaperRatings Ratings, IReadOnlyDictionary<string, PublishedRow> Published)
{
    /// <param name="folder">With leaderboard.csv, costs.csv, token_utilization.csv and clinician_and_jury_ratings.csv; expected-values.json may hold the rows as printed.</param>
    public static PaperFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailure(ExitCodes.BadUsage, $"the folder {folder} is not there", "Name the folder of the published tables:  medhelm stats paper FOLDER");
        var benchmarks = new PaperBenchmarks();
        return new(
            PaperLeaderboard.Read(Path.Combine(folder, "leaderboard.csv"), benchmarks),
            PaperCosts.Read(Path.Combine(folder, "costs.csv"), Path.Combine(folder, "token_utilization.csv"), benchmarks),
            PaperRatings.Read(Path.Combine(folder, "clinician_and_jury_ratings.csv")),
            Rows(Path.Combine(folder, "expected-values.json")));
    }

    private static Dictionary<string, PublishedRow> Rows(string file)
    {
        if (!File.Exists(file)) return new(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return document.RootElement.TryGetProperty("published", out var published)
                ? published.EnumerateObject().ToDictionary(model => model.Name, model => PublishedRow.Of(model.Value), StringComparer.Ordinal)
                : new(StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CommandFailure(ExitCodes.BadUsage, $"{file}: {error.Message}", "Mend it, or take it away to go without the printed rows.");
        }
    }
}
