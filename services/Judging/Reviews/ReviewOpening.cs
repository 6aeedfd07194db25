using MedHelm.Judging.Runs;
using System.Globalization;
using System.Security.Cryptography;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Certificates;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Reviews;

/// <summary>Opens reviews: over the answers of a finished run that its jury scored.</summary>
internal sealed class ReviewOpening(PlannedRuns runs, JudgedRuns judged, ReviewStore store, TimeProvider clock)
{
    private const int MostRaters = 200;
    private const int MostRatersPerItem = 10;
    private const int LongestName = 200;
    private const int ItemNameLength = 32;

    public async Task<ReviewState> OpenAsync(CreateReviewRequest request, CancellationToken cancel)
    {
        var spec = WithDefaults(request.Spec ?? new ReviewSpec());
        Check(request.ReviewId, spec);
        if (request.ReviewId.Length > 0 && await store.FindAsync(request.ReviewId, cancel) is { } earlier) return SameOr(earlier, spec);
        var state = await runs.StateAsync(spec.Run, cancel);
        if (state != RunState.Completed) throw Errors.NotReady("RUN_NOT_COMPLETED", $"'{spec.Run}' is not completed; a review needs every answer and its jury score. Open it when the run is over.");
        var plan = await runs.PlanAsync(spec.Run, cancel);
        var benchmark = Reviewable(plan, spec.Benchmark);
        var answers = (await judged.ReadAsync(plan, benchmark, "", cancel)).Answers
            .Where(answer => answer.Judged.HasJury)
            // A random name: neither the answer nor its place among the others can be told from it.
            .Select(answer => new ReviewAnswer(RandomNumberGenerator.GetHexString(ItemNameLength, lowercase: true), answer.InstanceId, answer.Judged, JudgedRuns.Spread(answer.Judged)))
            .ToList();
        if (answers.Count == 0) throw Errors.NotReady("NO_JURY_SCORES", $"No answer of '{spec.Run}' to '{spec.Benchmark}' has a jury score, so there is nothing to review.");
        var now = clock.GetUtcNow();
        var id = request.ReviewId.Length > 0
            ? request.ReviewId
            : string.Create(CultureInfo.InvariantCulture, $"v{now.UtcDateTime:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");
        var review = new ReviewRecord(id, spec, benchmark.Jury.Sha256, now.ToUnixTimeMilliseconds(), answers.Count, 0);
        var isNew = await store.InsertAsync(review, answers, cancel);
        var stored = (await store.FindAsync(id, cancel))!;
        return isNew ? stored : SameOr(stored, spec);
    }

    private static ReviewState SameOr(ReviewState earlier, ReviewSpec spec) => earlier.Review.Spec.Equals(spec)
        ? earlier
        : throw Errors.Conflict("REVIEW_DIFFERS", $"'{earlier.Review.Name}' exists and is another review; choose another review_id.");

    private static ReviewSpec WithDefaults(ReviewSpec asked)
    {
        var spec = asked.Clone();
        if (spec.RatersPerItem == 0) spec.RatersPerItem = 2;
        if (spec.DisputeAbove == 0) spec.DisputeAbove = 1;
        return spec;
    }

    private static void Check(string id, ReviewSpec spec)
    {
        var violations = new Violations();
        violations.Require(id.Length == 0 || ResourceNames.IsId(id), "review_id", "must be empty, or " + ResourceNames.IdRule["must be ".Length..]);
        violations.Require(ResourceNames.IsRun(spec.Run), "spec.run", "must be runs/ID.");
        violations.Require(spec.Benchmark.Length > 0, "spec.benchmark", "must be a benchmark of the run that a jury rates.");
        violations.Require(spec.RatersPerItem is >= 2 and <= MostRatersPerItem, "spec.raters_per_item", string.Create(CultureInfo.InvariantCulture, $"must be 2 to {MostRatersPerItem}, was {spec.RatersPerItem}."));
        violations.Require(
            spec.Raters.Count >= spec.RatersPerItem && spec.Raters.Count <= MostRaters, "spec.raters",
            string.Create(CultureInfo.InvariantCulture, $"must be at least as many as raters_per_item ({spec.RatersPerItem}) and at most {MostRaters}, were {spec.Raters.Count}."));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(spec.Raters.Count, MostRaters); i++)
        {
            violations.Require(IsName(spec.Raters[i]), $"spec.raters[{i}]", $"must be a name of 1 to {LongestName} characters, without spaces around it.");
            violations.Require(names.Add(spec.Raters[i]), $"spec.raters[{i}]", "must be named once.");
        }
        violations.Require(spec.Adjudicator.Length == 0 || IsName(spec.Adjudicator), "spec.adjudicator", $"must be empty or a name of 1 to {LongestName} characters, without spaces around it.");
        violations.Require(!names.Contains(spec.Adjudicator), "spec.adjudicator", "must not be one of the raters.");
        violations.Require(spec.DisputeAbove is > 0 and < double.PositiveInfinity, "spec.dispute_above", "must be a number above 0, in points of the scale.");
        violations.Require(spec.Items >= 0, "spec.items", "must be 0 or more.");
        violations.ThrowIfAny();
    }

    // Spaces around a name would make two raters of one.
    private static bool IsName(string name) => name.Length > 0 && name.Trim() == name && name.Length <= LongestName && !name.Any(char.IsControl);

    private static PlannedBenchmark Reviewable(RunPlan plan, string id)
    {
        var violations = new Violations();
        var benchmark = plan.Benchmarks.FirstOrDefault(planned => planned.Benchmark == id);
        violations.Require(
            benchmark?.Jury is not null, "spec.benchmark",
            $"must be one of the run's benchmarks that a jury rates: {string.Join(", ", plan.Benchmarks.Where(planned => planned.Jury is not null).Select(planned => planned.Benchmark))}.");
        violations.Require(
            benchmark?.Jury is not { Rubric: var rubric } || (rubric.InstanceCriteria.Length == 0 && rubric.Criteria.All(criterion => criterion.Points == 0)), "spec.benchmark",
            "must have one rubric on a scale for all instances; criteria that carry points, or that each instance brings along, cannot be reviewed.");
        violations.ThrowIfAny();
        return benchmark!;
    }
}
