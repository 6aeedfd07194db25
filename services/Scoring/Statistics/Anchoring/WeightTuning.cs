namespace MedHelm.Scoring.Statistics.Anchoring;

/// <summary>
/// What choosing the judge's weight from the labels themselves costs. The weight fits the labels at hand better than others, as a
/// regression does, so the residual variance is taken with n - 3 in place of n - 1 (one for the slope, one for its own error in the mean;
/// Cochran 1977, section 7.6) and t with n - 2 degrees of freedom. With the normal quantile of the original (Angelopoulos, Duchi
/// and Zrnic 2023) intervals of 20 labels cover 92%.
/// </summary>
internal static class WeightTuning
{
    /// <summary>Fewest labelled units a weight can be tuned on.</summary>
    internal const int FewestLabelled = 4;

    /// <summary>Fewest unlabelled units a judge can add.</summary>
    internal const int FewestUnlabelled = 2;

    /// <summary>How much larger the labelled part of the variance is than its sample variance says.</summary>
    internal static double Inflation(double labelled) => (labelled - 1) / (labelled - 3);

    internal static double DegreesOfFreedom(double labelled) => labelled - 2;
}
