using System.Globalization;
using MedHelm.Cli.Standings;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>Numbers of statistics as people read them; what is undefined is a dash.</summary>
internal static class EstimateText
{
    /// <summary>"0.474 [0.104, 0.692]".</summary>
    public static string Of(Estimate? estimate) => Of(estimate, Number);

    /// <summary>"0.4745 [0.1035, 0.6919]".</summary>
    public static string Exact(Estimate? estimate) => Of(estimate, Exact);

    public static string Number(double value) => Rounded(value, 3).ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>With four decimals, as figures are compared.</summary>
    public static string Exact(double value) => Rounded(value, 4).ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Exact(bool there, double value) => there ? Exact(value) : CellText.Absent;

    public static string Optional(bool there, double value) => there ? Number(value) : CellText.Absent;

    /// <summary>"&lt; 0.001" rather than a zero that nobody measured.</summary>
    public static string P(bool there, double p) => !there ? CellText.Absent : p < 0.001 ? "< 0.001" : Number(p);

    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Finding(PairedComparison pair) => pair.Finding switch
    {
        Contracts.Scoring.V1.Finding.FirstBetter => "first is better",
        Contracts.Scoring.V1.Finding.SecondBetter => "second is better",
        Contracts.Scoring.V1.Finding.Inconclusive => "no difference shown",
        Contracts.Scoring.V1.Finding.TooFew => "too few to tell",
        _ => CellText.Absent,
    };

    /// <summary>"10,000 resamples, seed 0, level 0.95, intervals by percentile."</summary>
    public static string Settings(Resampling used) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Drawn(used)}level {used.Level:0.####}, intervals by {used.Method switch { IntervalMethod.Bca => "BCa", IntervalMethod.T => "t", _ => "percentile" }}.");

    private static string Drawn(Resampling used) => used.Method == IntervalMethod.T ? "" : string.Create(CultureInfo.InvariantCulture, $"{used.Resamples:N0} resamples, seed {used.Seed}, ");

    // What rounds to zero has no sign: "-0.000" looks like a finding.
    private static double Rounded(double value, int decimals) => Math.Abs(value) < 0.5 * Math.Pow(10, -decimals) ? 0 : value;

    private static string Of(Estimate? estimate, Func<double, string> number) => estimate is not { HasValue: true }
        ? CellText.Absent
        : estimate is { HasLow: true, HasHigh: true } ? $"{number(estimate.Value)} [{number(estimate.Low)}, {number(estimate.High)}]" : number(estimate.Value);
}
