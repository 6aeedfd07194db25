namespace MedHelm.Scoring.Statistics.Distributions;

/// <summary>Student's t distribution (Student 1908), by its square, which is an F with 1 degree of freedom.</summary>
internal static class StudentT
{
    /// <summary>Half-width, in standard errors, of a two-sided interval.</summary>
    /// <param name="level">Confidence level, above 0, below 1.</param>
    /// <param name="df">Degrees of freedom, above 0.</param>
    internal static double TwoSided(double level, double df) => Math.Sqrt(FDistribution.UpperQuantile(1 - level, 1, df));

    /// <summary>Two-sided p-value that what was estimated is 0; 0 or 1 where the standard error is 0.</summary>
    internal static double P(double value, double error, double df) => error > 0 ? FDistribution.UpperTail(value / error * (value / error), 1, df) : value == 0 ? 1 : 0;
}
