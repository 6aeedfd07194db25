namespace MedHelm.Scoring.Statistics.Comparison;

/// <summary>p-values corrected for the number of tests in a family. A test without a p-value (NaN) is none of the family and stays without.</summary>
internal static class Corrections
{
    /// <summary>Holm's step-down method (1979): controls the chance of any false finding, whatever the dependence.</summary>
    internal static double[] Holm(IReadOnlyList<double> p)
    {
        var order = ByValue(p);
        var corrected = Undefined(p.Count);
        var highest = 0.0;
        for (var place = 0; place < order.Length; place++)
        {
            highest = Math.Max(highest, Math.Min(1, p[order[place]] * (order.Length - place)));
            corrected[order[place]] = highest;
        }
        return corrected;
    }

    /// <summary>Benjamini and Hochberg's step-up method (1995): controls the share of false findings among findings.</summary>
    internal static double[] BenjaminiHochberg(IReadOnlyList<double> p)
    {
        var order = ByValue(p);
        var corrected = Undefined(p.Count);
        var lowest = 1.0;
        for (var place = order.Length - 1; place >= 0; place--)
        {
            lowest = Math.Min(lowest, p[order[place]] * order.Length / (place + 1));
            corrected[order[place]] = lowest;
        }
        return corrected;
    }

    private static int[] ByValue(IReadOnlyList<double> p) => [.. Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i])];

    private static double[] Undefined(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
