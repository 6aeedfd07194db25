using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Statistics.Labels;

/// <summary>
/// How far the jury's score of an answer lies from the clinicians', beyond what it is off on average, as learnt from labelled answers: ridge
/// regression of the absolute error on the jurors' spread, the jury score and its square, labels weighing by the inverse of their inclusion. Below a
/// handful of labels the jurors' spread stands for the error. Never below a part of the mean, so that no answer is beyond reach.
/// </summary>
internal sealed class ErrorModel
{
    private const int FewestLabels = 8;
    private const int Features = 4;

    // As many labels as the ridge weighs.
    private const double Ridge = 2;
    private const double LeastShare = 0.2;

    private readonly double[] centres = new double[Features];
    private readonly double[] scales = [1, 1, 1, 1];
    private readonly double[] slopes = new double[Features];
    private readonly double least;

    internal ErrorModel(IReadOnlyList<LabelledAnswer> labelled, IReadOnlyCollection<LabelCandidate> candidates)
    {
        IsLearnt = labelled.Count >= FewestLabels;
        if (!IsLearnt)
        {
            least = LeastShare * Mean.Of([.. candidates.Select(candidate => candidate.Spread)]);
            return;
        }
        double[] weights = [.. labelled.Select(answer => answer.Inclusion == 0 ? 1 : 1 / answer.Inclusion)];
        var total = weights.Sum();
        var offset = labelled.Zip(weights, (answer, weight) => weight * (answer.Jury - answer.Label)).Sum() / total;
        double[] errors = [.. labelled.Select(answer => Math.Abs(answer.Jury - answer.Label - offset))];
        var mean = errors.Zip(weights, (error, weight) => weight * error).Sum() / total;
        least = LeastShare * mean;
        // Weights that add up to the number of labels.
        for (var i = 0; i < weights.Length; i++) weights[i] *= labelled.Count / total;
        Fit(labelled, errors, weights);
    }

    /// <summary>False while there are too few labels to learn from.</summary>
    internal bool IsLearnt { get; }

    /// <summary>Expected absolute error beyond the mean offset; above 0 unless no error, or spread, was ever seen.</summary>
    internal double Expected(double jury, double spread)
    {
        if (!IsLearnt) return Math.Max(least, spread);
        Span<double> features = stackalloc double[Features];
        Scaled(jury, spread, features);
        var expected = 0.0;
        for (var f = 0; f < Features; f++) expected += slopes[f] * features[f];
        return Math.Max(least, expected);
    }

    private void Fit(IReadOnlyList<LabelledAnswer> labelled, double[] errors, double[] weights)
    {
        centres[2] = Mean.Of([.. labelled.Select(answer => answer.Jury)]);
        centres[1] = Mean.Of([.. labelled.Select(answer => answer.Spread)]);
        scales[1] = Spread(labelled.Select(answer => answer.Spread));
        scales[2] = Spread(labelled.Select(answer => answer.Jury));
        centres[3] = 1;
        var squares = new SymmetricSystem(Features);
        Span<double> features = stackalloc double[Features];
        for (var i = 0; i < labelled.Count; i++)
        {
            Scaled(labelled[i].Jury, labelled[i].Spread, features);
            squares.Add(features, errors[i], weights[i]);
        }
        for (var f = 1; f < Features; f++) squares.AddToDiagonal(f, Ridge);
        squares.Solve(slopes);
    }

    // A constant, then spread, score and squared score, of about the same size.
    private void Scaled(double jury, double spread, Span<double> features)
    {
        var score = (jury - centres[2]) / scales[2];
        features[0] = 1;
        features[1] = (spread - centres[1]) / scales[1];
        features[2] = score;
        features[3] = score * score - centres[3];
    }

    private static double Spread(IEnumerable<double> values)
    {
        var deviation = StandardDeviation.Of([.. values], Deviation.Sample);
        return deviation > 0 ? deviation : 1;
    }
}
