using System.Globalization;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>Says of published figures which reading of the published data gives them, and which figures none gives.</summary>
internal static class Verdicts
{
    private const int MostNamed = 3;

    // Half a unit of the fourth decimal, to which figures are compared.
    private const double Visible = 5e-5;

    public static string Of(Claim claim)
    {
        if (claim.Readings.Count == 0) return "no published file holds data to check it with, or nothing was computed from it here";
        if (claim.Nearest is not { } nearest) return "undefined by every reading";
        if (claim.Reproducing.ToList() is { Count: > 0 } reproducing) return $"reproduced by {Names(reproducing)}{Rest(claim, reproducing)}";
        var off = $"nearest {nearest.Name} ({claim.Fitting(nearest)} of {claim.Figures.Count}; {Off(claim, nearest)}){(claim.Figures.Count == 1 ? Rest(claim, [nearest]) : "")}";
        return claim.CutOff.ToList() is { Count: > 0 } cut
            ? $"only where decimals are cut off rather than rounded, by {Names(cut)}; {off}"
            : $"DOES NOT FOLLOW from the published data: {off}";
    }

    /// <summary>What claims say together that none says alone.</summary>
    public static IEnumerable<string> Across(IReadOnlyList<Claim> claims)
    {
        if (Find(claims, TableClaims.PrintedWinRate) is { } rate && Find(claims, TableClaims.PrintedWinSd) is { } deviation
            && Disjoint(rate, deviation, reading => reading.Wins, out var ofRate, out var ofDeviation))
        {
            yield return $"The printed table mixes conventions: its win rates go by '{ofRate}', its win SDs by '{ofDeviation}'.";
        }
        if (Find(claims, TableClaims.AbstractWinRate) is { } early && Find(claims, TableClaims.PrintedWinRate) is { } printed
            && Disjoint(early, printed, reading => reading.Set, out var ofAbstract, out var ofTable))
        {
            yield return $"The abstract's win rates are of {ofAbstract} benchmarks, the printed table's of {ofTable}.";
        }
    }

    /// <summary>Rank correlations that rest on ties which floating point broke.</summary>
    public static IEnumerable<string> OfTies(IEnumerable<Agreed> agreement) => agreement
        .Where(a => a is { Spearman.HasValue: true, TiedSpearman.HasValue: true } && Math.Abs(a.Spearman.Value - a.TiedSpearman.Value) > Visible)
        .Select(a => $"Spearman's correlation on {a.Subset} is {EstimateText.Exact(a.Spearman!.Value)} only where thirds are summed in floating point, which breaks ties; with equal marks tied it is {EstimateText.Exact(a.TiedSpearman!.Value)}.");

    private static Claim? Find(IReadOnlyList<Claim> claims, string name) => claims.FirstOrDefault(claim => claim.Name == name);

    // True when both claims are reproduced, and never by the same.
    private static bool Disjoint(Claim one, Claim other, Func<Reading, string> by, out string ofOne, out string ofOther)
    {
        string[] first = [.. one.Reproducing.Select(by).Distinct(StringComparer.Ordinal)];
        string[] second = [.. other.Reproducing.Select(by).Distinct(StringComparer.Ordinal)];
        (ofOne, ofOther) = (string.Join(" or ", first), string.Join(" or ", second));
        return first.Length > 0 && second.Length > 0 && !first.Intersect(second, StringComparer.Ordinal).Any();
    }

    // A claim of one figure shows what every reading gives instead.
    private static string Rest(Claim claim, List<Reading> reproducing)
    {
        if (claim.Figures.Count == 1)
        {
            string[] values = [.. claim.Readings.Except(reproducing).Select(reading => $"{reading.Name} ({Value(reading.Values[0])})")];
            return values.Length == 0 ? "" : $"; not by {string.Join(", ", values)}";
        }
        string[] others = [.. claim.Readings.Except(reproducing).Select(reading => $"{reading.Name} ({claim.Fitting(reading)} of {claim.Figures.Count})")];
        return others.Length == 0 ? "" : $"; not by {string.Join(", ", others.Take(MostNamed))}{(others.Length > MostNamed ? Text($" and {others.Length - MostNamed} more") : "")}";
    }

    private static string Names(IEnumerable<Reading> readings) => string.Join(" and by ", readings.Select(reading => reading.Name));

    private static string Off(Claim claim, Reading reading) => string.Join(", ", Enumerable.Range(0, claim.Figures.Count)
        .Where(figure => !claim.Fits(reading, figure))
        .Select(figure => $"{claim.Figures[figure].Subject} {Value(reading.Values[figure])} for {Published(claim.Figures[figure])}"));

    private static string Value(double? value) => value is { } number ? EstimateText.Exact(number) : "undefined";

    public static string Published(Figure figure) => figure.Value.ToString("F" + figure.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
