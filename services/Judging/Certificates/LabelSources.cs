using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Reviews;
using MedHelm.Judging.Storage;

namespace MedHelm.Judging.Certificates;

/// <summary>
/// Finds the labels of a run: of its own answers, from its reviews and from imported ratings that name it; else of other answers to the same benchmark under the
/// same jury, from reviews of other runs. Imported ratings without a run do not say which jury they are about, and count for their own certificate only.
/// </summary>
internal sealed class LabelSources(ReviewStore reviews, RatingStore ratings)
{
    private sealed record Entry(string Source, string Candidate, string Instance, IReadOnlyList<ClinicianRating> Ratings, double? Label, bool IsDecided, double? Inclusion);

    public async Task<RunLabels> FindAsync(string run, PlannedBenchmark benchmark, CancellationToken cancel)
    {
        var known = await reviews.OfBenchmarkAsync(benchmark.Benchmark, cancel);
        var sets = await SetsAsync(run, benchmark, cancel);
        var stamp = string.Join(' ', known.Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Review.Id}:{state.Review.Version}")).Concat(sets.Select(set => set.Name)));
        List<Entry> own = [.. known.Where(state => state.Review.Spec.Run == run).SelectMany(EntriesOf)];
        foreach (var set in sets) own.AddRange(await EntriesOfAsync(set, benchmark.Benchmark, cancel));
        var labels = own.GroupBy(entry => (entry.Candidate, entry.Instance)).ToDictionary(answer => answer.Key, answer => Joined([.. answer]));
        var names = own.Where(entry => labels[(entry.Candidate, entry.Instance)].Label is not null).Select(entry => entry.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (names.Count > 0) return new RunLabels(LabelSource.SameAnswers, names, labels, [], stamp);

        var others = known.Where(state => state.Review.Spec.Run != run && benchmark.Jury.Sha256.Length > 0 && state.Review.JurySha256 == benchmark.Jury.Sha256).ToList();
        List<LabelledJudgement> labelled = [.. others.SelectMany(OthersOf)];
        return labelled.Count == 0
            ? new RunLabels(LabelSource.Unspecified, [], labels, [], stamp)
            : new RunLabels(LabelSource.SameJury, [.. others.Where(state => OthersOf(state).Any()).Select(state => state.Review.Name).Order(StringComparer.Ordinal)], labels, labelled, stamp);
    }

    /// <summary>The mean over criteria of each rater of an item.</summary>
    public static IReadOnlyList<ClinicianRating> RatingsOf(DrawnItem item) =>
        [.. item.Rated.Select(rating => new ClinicianRating { Rater = rating.Rater, Value = DrawnItem.MeanOf(rating.Marks!) })];

    // Sets on another scale, or of criteria that carry points, do not meet the jury score.
    private async Task<IReadOnlyList<RatingSet>> SetsAsync(string run, PlannedBenchmark benchmark, CancellationToken cancel)
    {
        var rubric = benchmark.Jury.Rubric;
        if (rubric.InstanceCriteria.Length > 0 || rubric.Criteria.Any(criterion => criterion.Points != 0)) return [];
        return [.. (await ratings.ListAsync(run, cancel)).Where(set => set.AnswersByBenchmark.ContainsKey(benchmark.Benchmark) && (set.ScaleMin, set.ScaleMax) == (rubric.ScaleMin, rubric.ScaleMax))];
    }

    private async Task<IEnumerable<Entry>> EntriesOfAsync(RatingSet set, string benchmark, CancellationToken cancel) =>
        from row in await ratings.ReadAsync(set.Name, cancel)
        where row.Benchmark == benchmark
        let rating = new ClinicianRating { Rater = row.Rater, Value = row.Marks.Average() }
        select new Entry(set.Name, row.Candidate, row.InstanceId, [rating], rating.Value, false, null);

    private static IEnumerable<Entry> EntriesOf(ReviewState state) => state.Items
        .Where(item => item.Rated.Count > 0)
        .Select(item => new Entry(
            state.Review.Name, item.Judged.Candidate, item.InstanceId, RatingsOf(item), item.Label(state.Review.Spec), item.Decided is not null,
            DrawWeights.Inclusion(state.Review.Answers, state.Items.Count, item.Draw, item.Chance)));

    // Of a rater who rated an answer twice the first rating counts; a decision stands above everything.
    private static (IReadOnlyList<ClinicianRating> Ratings, double? Label, double? Inclusion) Joined(List<Entry> entries)
    {
        List<ClinicianRating> said = [.. entries.SelectMany(entry => entry.Ratings).DistinctBy(rating => rating.Rater, StringComparer.Ordinal)];
        var label = entries.Find(entry => entry.IsDecided)?.Label ?? (entries.Exists(entry => entry.Label is not null) ? said.Average(rating => rating.Value) : null);
        return (said, label, entries.Count == 1 ? entries[0].Inclusion : null);
    }

    private static IEnumerable<LabelledJudgement> OthersOf(ReviewState state) => state.Items
        .Where(item => item.Label(state.Review.Spec) is not null)
        .Select(item =>
        {
            var judged = item.Judged.Clone();
            judged.Item = $"{state.Review.Id}|{judged.Item}";
            return new LabelledJudgement(judged, RatingsOf(item), item.Label(state.Review.Spec), null);
        });
}
