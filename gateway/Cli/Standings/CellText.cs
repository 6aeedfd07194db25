using System.Globalization;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Standings;

/// <summary>Numbers of a leaderboard as people read them; an absent number is a dash, never a zero.</summary>
internal static class CellText
{
    public const string Absent = "–";
    public const string IncompleteMark = "*";

    /// <summary>Of a jury score that nobody has certified.</summary>
    public const string UncertifiedMark = "?";

    /// <summary>"0.417 [0.25, 0.58] (24/24)", "3.42/5* [3.10, 3.71] (22/24)", "– (0/24)"; "3.42/5?" where the jury is uncertified.</summary>
    public static string Cell(LeaderboardCell cell, LeaderboardColumn column)
    {
        var score = cell.HasScore ? Score(cell.Score, column) : Absent;
        return $"{score}{Mark(cell.Coverage)}{(cell.Uncertified ? UncertifiedMark : "")} {Interval(cell.Interval)}{Coverage(cell.Coverage)}";
    }

    /// <summary>"1 (1-5)": the rank and its interval.</summary>
    public static string Rank(int place, ModelEstimate? standing) => standing is { RankLow: > 0 }
        ? string.Create(CultureInfo.InvariantCulture, $"{standing.Rank} ({standing.RankLow}-{standing.RankHigh})")
        : string.Create(CultureInfo.InvariantCulture, $"{place + 1}");

    /// <summary>0..1 with three decimals; any other scale with two and its upper end.</summary>
    public static string Score(double score, LeaderboardColumn column) => (column.RangeMin, column.RangeMax) switch
    {
        (0, 1) => Share(score),
        (_, var max) when double.IsFinite(max) && max != 0 => string.Create(CultureInfo.InvariantCulture, $"{score:0.00}/{max:0.##}"),
        _ => score.ToString("0.00", CultureInfo.InvariantCulture),
    };

    public static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string WinRate(LeaderboardRow row) => row.HasWinRate ? Share(row.WinRate) : Absent;

    public static string Macro(LeaderboardRow row) => (row.HasMacroAverage, row.HasMacroSd) switch
    {
        (false, _) => Absent,
        (true, false) => Share(row.MacroAverage),
        (true, true) => $"{Share(row.MacroAverage)} ± {Share(row.MacroSd)}",
    };

    public static string Total(Coverage? coverage) =>
        string.Create(CultureInfo.InvariantCulture, $"{coverage?.Scored ?? 0}/{coverage?.Planned ?? 0}{Mark(coverage)}");

    private static string Coverage(Coverage? coverage) =>
        string.Create(CultureInfo.InvariantCulture, $"({coverage?.Scored ?? 0}/{coverage?.Planned ?? 0})");

    private static string Interval(Estimate? estimate) => estimate is { HasLow: true, HasHigh: true }
        ? string.Create(CultureInfo.InvariantCulture, $"[{estimate.Low:0.00}, {estimate.High:0.00}] ")
        : "";

    private static string Mark(Coverage? coverage) => coverage is { Incomplete: true } ? IncompleteMark : "";
}
