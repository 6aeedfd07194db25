using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Agreement;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>Answers with what jurors, jury and clinicians said of them, by name, so that the order they came in changes no resample.</summary>
internal sealed class JudgedTable
{
    internal JudgedTable(MeasureJuryRequest request)
    {
        Jurors = [.. request.Jurors];
        Answers = [.. request.Answers.OrderBy(answer => answer.Item, StringComparer.Ordinal)];
        Units = Units.Of(Answers.Length, [.. Answers.Select(answer => answer.Cluster)]);
        Marks = [.. Answers.Select(answer => answer.Jurors.Select(mark => mark.HasValue ? mark.Value : double.NaN).ToArray())];
        Jury = [.. Answers.Select(answer => answer.HasJury ? answer.Jury : double.NaN)];
        Clinicians = [.. Answers.Select(answer => answer.Clinicians.Count == 0 ? double.NaN : Mean.Of([.. answer.Clinicians.Select(rating => rating.Value)]))];
    }

    internal MeasuredJuror[] Jurors { get; }

    internal JudgedAnswer[] Answers { get; }

    internal Units Units { get; }

    /// <summary>For each answer the jurors' marks; NaN for an abstention.</summary>
    internal double[][] Marks { get; }

    /// <summary>For each answer the jury score; NaN where there is none.</summary>
    internal double[] Jury { get; }

    /// <summary>For each answer the mean of the clinicians; NaN where none rated it.</summary>
    internal double[] Clinicians { get; }

    /// <summary>Ratings of the answers that count, with the units that these belong to.</summary>
    /// <param name="raters">Names of the raters.</param>
    /// <param name="counts">Whether an answer counts.</param>
    /// <param name="ratings">The ratings of an answer, in the order of the raters.</param>
    internal RatingTable Ratings(IReadOnlyList<string> raters, Func<int, bool> counts, Func<int, double[]> ratings)
    {
        int[] items = [.. Enumerable.Range(0, Answers.Length).Where(counts)];
        return new(raters, [.. items.Select(ratings)], Units.Of(items.Length, [.. items.Select(item => Answers[item].Cluster)]));
    }
}
