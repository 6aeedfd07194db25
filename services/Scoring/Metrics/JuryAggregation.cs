using MedHelm.Contracts.Judging.V1;
using MedHelm.Scoring.Statistics;

namespace MedHelm.Scoring.Metrics;

/// <summary>How jurors' opinions become one number, by the rule that the jury names.</summary>
internal static class JuryAggregation
{
    // Shares of a vote, and 0.29 x 100, end in digits that no rule means.
    private const double Rounding = 1e-9;

    /// <param name="jurors">At least one.</param>
    /// <param name="jury">Says the rule, its trim and its weights.</param>
    internal static double Of(IReadOnlyList<JurorOpinion> jurors, Jury jury) => jury.Aggregation switch
    {
        Aggregation.Median => Trimmed(Sorted(jurors), (jurors.Count - 1) / 2),
        Aggregation.TrimmedMean => Trimmed(Sorted(jurors), Math.Min((int)(jury.Trim * jurors.Count + Rounding), (jurors.Count - 1) / 2)),
        Aggregation.Majority => Majority(jurors),
        Aggregation.WeightedMean => Weighted(jurors, jury),
        _ => Mean.Of([.. jurors.Select(juror => juror.Value)]),
    };

    private static double[] Sorted(IReadOnlyList<JurorOpinion> jurors) => [.. jurors.Select(juror => juror.Value).Order()];

    private static double Trimmed(double[] sorted, int cut) => Mean.Of(sorted.AsSpan()[cut..^cut]);

    private static double Weighted(IReadOnlyList<JurorOpinion> jurors, Jury jury)
    {
        var weights = jury.Jurors.Concat(jury.Bench).GroupBy(juror => juror.Name, StringComparer.Ordinal)
            .ToDictionary(juror => juror.Key, juror => juror.First().Weight > 0 ? juror.First().Weight : 1, StringComparer.Ordinal);
        double[] own = [.. jurors.Select(juror => weights.GetValueOrDefault(juror.Juror, 1))];
        return ExactSum.Of(jurors.Zip(own, (juror, weight) => juror.Value * weight)) / ExactSum.Of(own);
    }

    private static double Majority(IReadOnlyList<JurorOpinion> jurors)
    {
        var votes = from juror in jurors
                    from verdict in juror.Valid
                    from mark in verdict.Marks.Marks_
                        // A juror has one vote, shared by its repeats, so that one whose repeats failed counts as much as another.
                    select (mark.Criterion, mark.Score, Share: 1.0 / juror.Valid.Count);
        return Mean.Of([.. votes.GroupBy(vote => vote.Criterion, StringComparer.Ordinal).Select(MostFrequent)]);
    }

    private static double MostFrequent(IEnumerable<(string Criterion, double Score, double Share)> votes)
    {
        var counts = votes.GroupBy(vote => vote.Score).Select(same => (Mark: same.Key, Votes: same.Sum(vote => vote.Share))).OrderBy(mark => mark.Mark).ToList();
        var most = counts.Max(mark => mark.Votes);
        double[] frequent = [.. counts.Where(mark => mark.Votes > most - Rounding).Select(mark => mark.Mark)];
        return Trimmed(frequent, (frequent.Length - 1) / 2);
    }
}
