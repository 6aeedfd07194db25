using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Certificates;
using MedHelm.Judging.Storage;

namespace MedHelm.Judging.Reviews;

/// <summary>Reviews as they stand.</summary>
internal sealed class ReviewReports(ReviewStore store, JuryMeasurement measurement, AnchoredScores anchored)
{
    /// <summary>Counts alone.</summary>
    public static Review Progress(ReviewState state)
    {
        var spec = state.Review.Spec;
        return new Review
        {
            Name = state.Review.Name,
            Spec = spec,
            CreateTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(state.Review.CreateMs)),
            Answers = state.Review.Answers,
            Begun = state.Items.Count(item => item.Rated.Count > 0),
            Rated = state.Items.Count(item => item.IsRated(spec)),
            Labelled = state.Items.Count(item => item.Label(spec) is not null),
            Disputed = state.Items.Count(item => item.IsDisputed(spec)),
            RatingsByRater = { spec.Raters.ToDictionary(rater => rater, rater => state.Items.Count(item => item.Rated.Any(rating => rating.Rater == rater)), StringComparer.Ordinal) },
        };
    }

    /// <summary>Counts and what the ratings say.</summary>
    public async Task<Review> ReportAsync(ReviewState state, CancellationToken cancel)
    {
        var review = Progress(state);
        var undrawn = await store.UndrawnAsync(state.Review.Id, cancel);
        List<LabelledJudgement> rated =
        [
            .. state.Items.Select(item => new LabelledJudgement(
                item.Judged, LabelSources.RatingsOf(item), item.Label(state.Review.Spec), DrawWeights.Inclusion(state.Review.Answers, state.Items.Count, item.Draw, item.Chance))),
        ];
        if (rated.Exists(answer => answer.Ratings.Count > 0))
        {
            var measures = await measurement.MeasureAsync([], [.. rated.Where(answer => answer.Ratings.Count > 0)], JuryMeasurement.Live, cancel);
            review.Agreement = measures.Ceiling;
            review.JuryAndClinicians.AddRange(measures.JuryAndClinicians);
        }
        var scores = await anchored.OfAsync(rated.Concat(undrawn.Select(answer => new LabelledJudgement(answer.Judged, [], null, null))), cancel);
        review.Scores.AddRange(scores.Select(score => score.Score));
        if (await anchored.LabelsToHalfAsync(scores, cancel) is { } labels) review.LabelsToHalf = labels;
        return review;
    }
}
