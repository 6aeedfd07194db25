using MedHelm.Cli.Standings;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>The page: what the services computed from the published tables, beside what was published.</summary>
internal sealed class PaperPage(IAnsiConsole output, PaperFolder paper, PaperAnswers answers, IReadOnlyList<Claim> claims)
{
    private const int LabelWidth = 24;
    private const int ModelWidth = 7;
    private const int CategoryWidth = 15;

    public void Draw()
    {
        output.WriteLine($"Below are the numbers of {string.Join(" and ", answers.Sets)} benchmarks (the tables of today, and without those added after the first version: {string.Join(", ", PaperBenchmarks.AddedAfterTheFirstVersion)});");
        output.WriteLine("at the end, for each published figure, the convention that gives it, or that none does. The columns Win SD, Macro and SD go by the conventions below each table.");
        output.WriteLine();
        foreach (var set in answers.Sets)
        {
            Standings(set);
            Categories(set);
        }
        Subcategories(answers.Sets.First());
        if (answers.Agreement.Count > 0) Agreement();
        Costs();
        output.WriteLine("What was published, and how it follows from the published data:");
        foreach (var source in claims.GroupBy(claim => claim.Source, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine($"{source.Key}:");
            foreach (var claim in source) output.WriteLine($"  {claim.Name}: {Verdicts.Of(claim)}.");
        }
        output.WriteLine();
        foreach (var line in Verdicts.Across(claims).Concat(Verdicts.OfTies(answers.Agreement))) output.WriteLine(line);
    }

    private void Standings(string set)
    {
        output.WriteLine($"Standings over {set} benchmarks (printed: win rate, win SD, macro-average, SD):");
        var usual = answers.Usual(set);
        var table = Listing.Table("Model", "Strict", "Ties half", "At least", "Win SD", "Macro", "SD", "Printed");
        foreach (var model in usual.Response.Models)
        {
            table.Row(
                model.Model,
                WinRate(set, model.Model, WinConvention.Strict),
                WinRate(set, model.Model, WinConvention.TiesHalf),
                WinRate(set, model.Model, WinConvention.AtLeast),
                EstimateText.Exact(model.HasWinSd, model.WinSd),
                EstimateText.Exact(model.HasMacroAverage, model.MacroAverage),
                EstimateText.Exact(model.HasMacroSd, model.MacroSd),
                paper.Published.TryGetValue(model.Model, out var row) ? FormattableString.Invariant($"{row.WinRate:0.00} {row.WinSd:0.00} {row.Macro:0.00} {row.Sd:0.00}") : CellText.Absent);
        }
        output.WriteWhole(table);
        output.WriteLine($"Conventions: {ConventionOptions.Describe(usual.Conventions)}.");
        output.WriteLine();
    }

    private string WinRate(string set, string model, WinConvention wins) =>
        answers.Aggregates.First(a => a.Set == set && a.Conventions.WinRate == wins).Model(model) is { HasWinRate: true } row ? EstimateText.Exact(row.WinRate) : CellText.Absent;

    private void Categories(string set)
    {
        output.WriteLine($"Categories over {set} benchmarks: mean of their benchmarks (mean of their subcategories):");
        var models = answers.Usual(set).Response.Models;
        var table = Listing.Table(["Model", .. models[0].Categories.Select(c => NarrowText.Wrap($"{c.Name} ({EstimateText.Whole(c.Benchmarks)})", CategoryWidth))]);
        foreach (var model in models)
            table.Row([model.Model, .. model.Categories.Select(c => c.HasMean ? $"{EstimateText.Exact(c.Mean)} ({EstimateText.Exact(c.HasMeanOfSubcategories, c.MeanOfSubcategories)})" : CellText.Absent)]);
        output.WriteWhole(table);
    }

    private void Subcategories(string set)
    {
        output.WriteLine($"Subcategories over {set} benchmarks:");
        var models = answers.Usual(set).Response.Models;
        var table = Listing.Table(["Subcategory", .. models.Select(m => NarrowText.Wrap(m.Model, ModelWidth))]);
        for (var i = 0; i < models[0].Subcategories.Count; i++)
            table.Row([NarrowText.Wrap(models[0].Subcategories[i].Name, LabelWidth), .. models.Select(m => EstimateText.Exact(m.Subcategories[i].HasMean, m.Subcategories[i].Mean))]);
        output.WriteWhole(table);
    }

    private void Agreement()
    {
        output.WriteLine("Clinicians and jury (standardised ratings as the paper has it; quadratic kappa of halves rounded to even, and up):");
        var table = Listing.Table("Answers of", "n", "ICC(3,k) by F", "As they are", "Spearman", "Ties kept", "Kappa", "Kappa, up");
        foreach (var agreed in answers.Agreement)
        {
            table.Row(
                NarrowText.Wrap(agreed.Subset, LabelWidth),
                EstimateText.Whole(agreed.Items),
                EstimateText.Exact(Icc(agreed.Standardised)),
                EstimateText.Exact(agreed.RawIcc3k is not null, agreed.RawIcc3k ?? 0),
                EstimateText.Exact(agreed.Spearman),
                agreed.TiedSpearman is { HasValue: true } tied ? EstimateText.Exact(tied.Value) : CellText.Absent,
                Kappa(agreed.Standardised) is { HasValue: true } even ? EstimateText.Exact(even.Value) : CellText.Absent,
                Kappa(agreed.Raw) is { HasValue: true } up ? EstimateText.Exact(up.Value) : CellText.Absent);
        }
        output.WriteWhole(table);
    }

    private static Estimate? Icc(MeasureAgreementResponse agreement) => agreement.Icc.FirstOrDefault(icc => icc.Form == IccForm.TwoWayMixedMean)?.ByF;

    private static Estimate? Kappa(MeasureAgreementResponse? agreement) => agreement?.Kappas.FirstOrDefault(k => k.Weights == KappaWeights.Quadratic)?.Kappa;

    private void Costs()
    {
        output.WriteLine("Costs:");
        var sets = answers.Sets.ToList();
        var table = Listing.Table(["Model", .. sets.SelectMany(set => new[] { $"Own, {set}", $"Jury, {set}", $"Total, {set}" }), "Tokens in", "Tokens out"]);
        foreach (var (place, sum) in answers.Costs[sets[0]].Sums.Index())
        {
            table.Row(
            [
                sum.Sum.Model,
                .. sets.Select(set => answers.Costs[set].Sums[place]).SelectMany(s => new[] { NanoUsd.Format(s.BenchmarkNanoUsd), NanoUsd.Format(s.JuryNanoUsd), NanoUsd.Format(s.TotalNanoUsd) }),
                EstimateText.Whole(sum.Sum.InputTokens),
                EstimateText.Whole(sum.Sum.OutputTokens),
            ]);
        }
        output.WriteWhole(table);
    }
}
