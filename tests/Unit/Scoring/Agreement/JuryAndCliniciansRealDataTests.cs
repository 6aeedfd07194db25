using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Agreement;

/// <summary>
/// Agreement of MedHELM's jury with its clinicians from the published ratings, against values computed independently of this code. An instance's
/// rating is the mean of accuracy, completeness and clarity, for the clinicians averaged over those who rated it.
/// </summary>
public sealed class JuryAndCliniciansRealDataTests
{
    // The expected values have six decimals.
    private const double LastDigit = 5.001e-7;

    // Their Fisher intervals take 1.96 for the quantile 1.959964.
    private const double RoundedQuantile = 1e-5;

    private static readonly string[] Paper = ["aci_bench", "medi_qa"];
    private static readonly string[] Collected = ["aci_bench", "medi_qa", "mtsamples_replicate"];

    public static TheoryData<string> Sets => ["aci_bench", "medi_qa", "mtsamples_replicate", "SUBSET(aci_bench,medi_qa)", "ALL"];

    [RealDataTheory]
    [MemberData(nameof(Sets))]
    public void Jury_and_clinicians_agree_as_expected(string set)
    {
        var expected = Expected().GetProperty(set);
        var rows = Rows(set);
        var items = Items(rows);
        Assert.Equal((expected.GetProperty("n").GetInt32(), expected.GetProperty("ratings").GetInt32()), (items.Count, rows.Count));

        var raw = Measure(items, standardise: false, Rounding.HalfToEven, resamples: 10_000);
        var standardised = Measure(items, standardise: true, Rounding.HalfUp, resamples: 100);

        AssertIcc(expected.GetProperty("icc3k_raw"), raw);
        AssertIcc(expected.GetProperty("icc3k_z"), standardised);
        var correlations = raw.Correlations.Single();
        AssertIs(expected, "pearson", correlations.Pearson.Value);
        AssertIs(expected, "kappa", Quadratic(raw).Value);
        AssertIs(expected, "kappa_half_up", Quadratic(standardised).Value);
        // Another generator drew theirs.
        Assert.Equal(expected.GetProperty("kb")[0].GetDouble(), Quadratic(raw).Low, 0.05);
        Assert.Equal(expected.GetProperty("kb")[1].GetDouble(), Quadratic(raw).High, 0.05);

        var (clinicians, jury) = (Mean(items, 0), Mean(items, 1));
        AssertIs(expected, "human_mean", clinicians.Mean.Value);
        AssertIs(expected, "llm_mean", jury.Mean.Value);
        AssertIs(expected, "hsd", clinicians.Sd);
        AssertIs(expected, "lsd", jury.Sd);
    }

    /// <summary>
    /// The expected rank correlations follow from means whose ties the last digit breaks, and over all sets from a reader that loses it.
    /// The third column is scipy's for means rounded to nine decimals, which restores the ties.
    /// </summary>
    [RealDataTheory]
    [InlineData("aci_bench", 0.0551143835)]
    [InlineData("medi_qa", 0.2702422657)]
    [InlineData("mtsamples_replicate", -0.3039764493)]
    [InlineData("SUBSET(aci_bench,medi_qa)", 0.1060186939)]
    [InlineData("ALL", 0.1061005682)]
    public void Rank_correlations_are_those_expected_and_higher_with_the_ties_that_rounding_broke(string set, double withTies)
    {
        var expected = Expected().GetProperty(set);
        var items = Items(Rows(set, AsPandasReads));

        var spearman = Measure(items, standardise: false, Rounding.HalfToEven, resamples: 100).Correlations.Single().Spearman;

        AssertIs(expected, "spearman", spearman.Value);
        AssertIs(expected, "sp_lo", spearman.Low, RoundedQuantile);
        AssertIs(expected, "sp_hi", spearman.High, RoundedQuantile);
        List<double?[]> tied = [.. Items(Rows(set)).Select(item => item.Select(mean => (double?)Math.Round(mean!.Value, 9)).ToArray())];
        Assert.Equal(withTies, Measure(tied, standardise: false, Rounding.HalfToEven, resamples: 100).Correlations.Single().Spearman.Value, 1e-9);
    }

    [RealDataTheory]
    [MemberData(nameof(Sets))]
    public void The_two_clinicians_with_most_in_common_agree_as_expected(string set)
    {
        var expected = Expected().GetProperty(set);
        var (_, shared) = Pairs(Rows(set)).MaxBy(pair => pair.Shared.Count);

        var response = Measure(shared, standardise: true, Rounding.HalfToEven, resamples: 100);

        Assert.Equal(expected.GetProperty("shared").GetInt32(), shared.Count);
        AssertIcc(expected.GetProperty("human"), response);
        AssertIcc(expected.GetProperty("human_shared_only"), response);
    }

    [RealDataFact]
    public void The_mean_over_pairs_of_clinicians_is_the_nearest_to_the_published_one()
    {
        var notes = Expected().GetProperty("notes");

        // The notes average correlations of three decimals.
        AssertIs(notes, "mean_over_5_defined_pairs_subset", Defined(Paper).Average(pair => Math.Round(pair.Icc, 3)), 5.001e-5);
        AssertIs(notes, "weighted_by_shared", Defined(Paper).Sum(pair => Math.Round(pair.Icc, 3) * pair.Shared) / Defined(Paper).Sum(pair => pair.Shared), 5.001e-5);
        AssertIs(notes, "mean_over_pairs_all_three", Defined(Collected).Average(pair => Math.Round(pair.Icc, 3)), 5.001e-5);
        Assert.Equal(5, Defined(Paper).Count);
        Assert.Equal(0.4211, Defined(Paper).Average(pair => pair.Icc), 5e-5);
    }

    [RealDataFact]
    public void Instances_rated_twice_show_no_agreement_of_the_clinicians_one_way()
    {
        foreach (var expected in Expected().GetProperty("notes").GetProperty("one_way_icc1k").EnumerateObject())
        {
            var twice = Rows(expected.Name).GroupBy(row => row.Instance).Where(instance => instance.Count() == 2).Select(instance => instance.Select(row => (double?)row.Clinician).ToArray()).ToList();

            var one = Measure(twice, standardise: false, Rounding.HalfToEven, resamples: 100).Icc.Single(icc => icc.Form == IccForm.OneWay).ByF.Value;

            // Spearman and Brown: the mean of two.
            Assert.Equal(expected.Value.GetDouble(), 2 * one / (1 + one), 5.001e-5);
        }
    }

    private static List<(double Icc, int Shared)> Defined(string[] datasets) =>
    [
        .. Pairs([.. datasets.SelectMany(Rows)])
            .Where(pair => pair.Shared.Count > 1)
            .Select(pair => (Icc: Of(Measure(pair.Shared, standardise: true, Rounding.HalfToEven, resamples: 100), IccForm.TwoWayMixedMean), pair.Shared.Count))
            .Where(pair => pair.Icc.ByF.HasValue && pair.Count > 4)
            .Select(pair => (pair.Icc.ByF.Value, pair.Count)),
    ];

    private static IEnumerable<(string Names, List<double?[]> Shared)> Pairs(List<Row> rows)
    {
        string[] raters = [.. rows.Select(row => row.Rater).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        for (var a = 0; a < raters.Length; a++)
            for (var b = a + 1; b < raters.Length; b++)
                yield return (raters[a] + " " + raters[b], [.. rows.Where(r => r.Rater == raters[a]).Join(rows.Where(r => r.Rater == raters[b]), r => r.Instance, r => r.Instance, (x, y) => new double?[] { x.Clinician, y.Clinician })]);
    }

    private static MeasureAgreementResponse Measure(List<double?[]> items, bool standardise, Rounding rounding, int resamples)
    {
        var request = Ratings.Request(items, resamples);
        request.Standardise = standardise;
        request.Rounding = rounding;
        request.Categories.Add([1, 2, 3, 4, 5]);
        return Ratings.Measure(request);
    }

    private static EstimateMeanResponse Mean(List<double?[]> items, int rater)
    {
        var request = new EstimateMeanRequest { Values = { items.Select(item => item[rater]!.Value) }, Resampling = new() { Method = IntervalMethod.T } };
        return new MedHelm.Scoring.StatisticsRpc(new MedHelm.Scoring.HeavyWork()).EstimateMean(request, new CallContext()).Result;
    }

    private static void AssertIcc(JsonElement expected, MeasureAgreementResponse actual)
    {
        var icc = Of(actual, IccForm.TwoWayMixedMean);
        Assert.Equal((expected.GetProperty("df1").GetInt32(), expected.GetProperty("df2").GetInt32(), expected.GetProperty("n").GetInt32()), (icc.Df1, icc.Df2, icc.ByF.Units));
        AssertIs(expected, "icc3k", icc.ByF.HasValue ? icc.ByF.Value : null);
        AssertIs(expected, "lo", icc.ByF.HasLow ? icc.ByF.Low : null, 1e-6);
        AssertIs(expected, "hi", icc.ByF.HasHigh ? icc.ByF.High : null, 1e-6);
        AssertIs(expected, "F", icc.HasF ? icc.F : null);
        AssertIs(expected, "p", icc.HasP ? icc.P : null);
        var one = Of(actual, IccForm.TwoWayMixed).ByF;
        AssertIs(expected, "icc31", one.HasValue ? one.Value : null);
    }

    private static void AssertIs(JsonElement expected, string name, double? actual, double tolerance = LastDigit)
    {
        var value = expected.GetProperty(name);
        if (value.ValueKind == JsonValueKind.Null) Assert.Null(actual);
        else Assert.True(actual is { } a && Math.Abs(a - value.GetDouble()) <= tolerance, $"{name}: {value} expected, was {actual?.ToString("R", CultureInfo.InvariantCulture)}");
    }

    private static Estimate Quadratic(MeasureAgreementResponse response) => response.Kappas.Single(k => k.Weights == KappaWeights.Quadratic).Kappa;

    private static IccEstimate Of(MeasureAgreementResponse response, IccForm form) => response.Icc.Single(icc => icc.Form == form);

    private static JsonElement Expected() => JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("paper", "expected-values.json"))).RootElement.GetProperty("jury_vs_clinician");

    private static List<double?[]> Items(List<Row> rows) =>
        [.. rows.GroupBy(row => row.Instance).Select(instance => new double?[] { instance.Average(row => row.Clinician), instance.Average(row => row.Jury) })];

    private static List<Row> Rows(string set) => Rows(set, text => double.Parse(text, CultureInfo.InvariantCulture));

    private static List<Row> Rows(string set, Func<string, double> number)
    {
        string[] datasets = set switch { "ALL" => Collected, _ when set.StartsWith("SUBSET", StringComparison.Ordinal) => Paper, _ => [set] };
        return
        [
            .. CsvTable.Rows(RealDataFolder.File("paper", "clinician_and_jury_ratings.csv"))
                .Select(row => row.ToDictionary(cell => cell.Key.TrimStart('\ufeff'), cell => cell.Value, StringComparer.Ordinal))
                .Where(row => datasets.Contains(row["dataset_name"]))
                .Select(row => new Row(row["username"], row["dataset_name"] + "/" + row["instance_id"], MeanOf(row, "", number), MeanOf(row, "llm_", number))),
        ];
    }

    private static double MeanOf(Dictionary<string, string> row, string prefix, Func<string, double> number) =>
        (number(row[prefix + "accuracy"]) + number(row[prefix + "completeness"]) + number(row[prefix + "clarity"])) / 3;

    // All digits as one number, which passes 2^53, over a power of ten: up to a digit off in the last place.
    private static double AsPandasReads(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = text.Where(char.IsAsciiDigit).Aggregate(0.0, (number, digit) => number * 10 + (digit - '0'));
        return point < 0 ? digits : digits / Math.Pow(10, text.Length - point - 1);
    }

    private sealed record Row(string Rater, string Instance, double Clinician, double Jury);
}
