namespace MedHelm.Scoring.Statistics.Agreement;

/// <summary>
/// Whether ratings are all the same up to rounding: a mean of three ratings may differ in its last digit by the order they were added
/// in, and a statistic divided by such a spread is noise.
/// </summary>
internal static class Constancy
{
    private const double LostDigits = 1e-13;
    private const double LastDigits = 1e-12;

    /// <param name="variance">The variance, as computed.</param>
    /// <param name="meanSquare">Mean of the squares it was computed from.</param>
    /// <param name="largest">Largest absolute rating.</param>
    internal static bool Is(double variance, double meanSquare, double largest) =>
        variance <= LostDigits * meanSquare || variance <= LastDigits * largest * (LastDigits * largest);
}
