using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>What was published of win rates, macro-averages and categories, with every way to compute it.</summary>
internal sealed class TableClaims(PaperFolder paper, PaperAnswers answers)
{
    public const string PrintedWinRate = "Win rate, printed table";
    public const string PrintedWinSd = "Win SD, printed table";
    public const string AbstractWinRate = "Win rate, abstract";
    private const string Printed = "the paper's table of models";
    private const string Abstract = "abstract, arXiv:2505.23802v1";

    // As the abstract gives them: the lowest and the highest model of each category, and two win rates.
    private static readonly (string Category, double Lowest, double Highest)[] AbstractRanges =
    [
        ("Clinical Note Generation", 0.73, 0.85),
        ("Patient Communication and Education", 0.78, 0.83),
        ("Medical Research Assistance", 0.65, 0.75),
        ("Administration and Workflow", 0.53, 0.63),
        ("Clinical Decision Support", 0.56, 0.72),
    ];

    private static readonly (string Model, double WinRate)[] AbstractWinRates = [("DeepSeek R1", 0.66), ("o3-mini", 0.64)];

    public IEnumerable<Claim> All()
    {
        var printed = paper.Published;
        if (printed.Count > 0)
        {
            string[] models = [.. printed.Keys];
            yield return new(PrintedWinRate, Printed, Figures(models, m => printed[m].WinRate, 2), WinRates(models));
            yield return new(PrintedWinSd, Printed, Figures(models, m => printed[m].WinSd, 2), WinDeviations(models));
            yield return new("Macro-average, printed table", Printed, Figures(models, m => printed[m].Macro, 2), Macros(models));
            yield return new("SD of the macro-average, printed table", Printed, Figures(models, m => printed[m].Sd, 2), MacroDeviations(models));
        }
        string[] listed = [.. paper.Leaderboard.WinRates.Keys];
        yield return new("Win rate, leaderboard.csv", "its column Mean win rate", Figures(listed, m => paper.Leaderboard.WinRates[m], 3), WinRates(listed));
        var named = AbstractWinRates.Select(claim => (Model: listed.FirstOrDefault(m => m.StartsWith(claim.Model, StringComparison.Ordinal)), claim.WinRate)).Where(claim => claim.Model is not null).ToDictionary(claim => claim.Model!, claim => claim.WinRate);
        if (named.Count > 0) yield return new(AbstractWinRate, Abstract, Figures([.. named.Keys], m => named[m], 2), WinRates([.. named.Keys]));
        foreach (var (category, lowest, highest) in AbstractRanges)
            yield return new($"{category}, range over models", Abstract, [new("lowest", lowest, 2), new("highest", highest, 2)], Ranges(category));
    }

    private static Figure[] Figures(string[] models, Func<string, double> value, int decimals) => [.. models.Select(model => new Figure(model, value(model), decimals))];

    private Reading[] WinRates(string[] models) => Distinct(answers.Aggregates.Select(a =>
        new Reading($"{a.Set} benchmarks, {Aggregated.Name(a.Conventions.WinRate)}", Values(a, models, m => m.HasWinRate ? m.WinRate : null), Aggregated.Name(a.Conventions.WinRate), a.Set)));

    private Reading[] WinDeviations(string[] models) => Distinct(answers.Aggregates.Select(a =>
        new Reading($"{a.Set} benchmarks, {Aggregated.Name(a.Conventions.WinSd)}, divisor {Aggregated.Name(a.Conventions.WinSdDivisor)}", Values(a, models, m => m.HasWinSd ? m.WinSd : null), Aggregated.Name(a.Conventions.WinSd), a.Set)));

    private Reading[] Macros(string[] models) => Distinct(answers.Aggregates.Select(a =>
        new Reading($"{a.Set} benchmarks, {Aggregated.Name(a.Conventions.Rescaling)}", Values(a, models, m => m.HasMacroAverage ? m.MacroAverage : null), Set: a.Set)));

    private Reading[] MacroDeviations(string[] models) => Distinct(answers.Aggregates.Select(a =>
        new Reading($"{a.Set} benchmarks, {Aggregated.Name(a.Conventions.Rescaling)}, divisor {Aggregated.Name(a.Conventions.MacroSdDivisor)}", Values(a, models, m => m.HasMacroSd ? m.MacroSd : null), Set: a.Set)));

    private Reading[] Ranges(string category) => Distinct(answers.Aggregates.Select(a =>
    {
        double[] means = [.. a.Response.Models.SelectMany(m => m.Categories).Where(c => c.Name == category && c.HasMean).Select(c => c.Mean)];
        return new Reading($"{a.Set} benchmarks, {Aggregated.Name(a.Conventions.Rescaling)}", means.Length == 0 ? [null, null] : [means.Min(), means.Max()], Set: a.Set);
    }));

    private static double?[] Values(Aggregated aggregated, string[] models, Func<ModelAggregate, double?> value) =>
        [.. models.Select(model => aggregated.Model(model) is { } row ? value(row) : null)];

    private static Reading[] Distinct(IEnumerable<Reading> readings) => [.. readings.DistinctBy(reading => reading.Name, StringComparer.Ordinal)];
}
