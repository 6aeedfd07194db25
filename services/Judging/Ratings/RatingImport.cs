using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using MedHelm.Contracts;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Ratings;

/// <summary>Takes tables of clinicians' ratings in, whole or not at all.</summary>
internal sealed class RatingImport(RatingStore store, RatedRun rated, TimeProvider clock)
{
    private const int MostBytes = 4_000_000;
    private const int MostCriteria = 100;
    private const int LongestText = 1000;
    private const int UsualMin = 1;
    private const int UsualMax = 5;

    public async Task<ImportRatingsResponse> ImportAsync(ImportRatingsRequest request, CancellationToken cancel)
    {
        var (min, max) = request is { ScaleMin: 0, ScaleMax: 0 } ? (UsualMin, UsualMax) : (request.ScaleMin, request.ScaleMax);
        var table = Check(request, min, max);
        var set = Describe(request, table, min, max);
        // A repeated call gets its set back even when the run is gone meanwhile.
        var kept = await store.FindAsync(set.Name, cancel);
        if (kept is null)
        {
            if (request.Run.Length > 0) await RequireRatedAsync(request.Run, table, cancel);
            kept = await store.InsertAsync(set, table, cancel);
        }
        if (kept is not null && !Same(kept, set))
            throw Errors.Conflict("RATING_SET_DIFFERS", $"'{set.Name}' exists and is another table, or the same with other criteria, scale or run; choose another set_id.");
        return new ImportRatingsResponse { RatingSet = kept ?? set, IgnoredColumns = { table.IgnoredColumns }, AlreadyThere = kept is not null };
    }

    private async Task RequireRatedAsync(string run, RatingTable table, CancellationToken cancel)
    {
        var violations = new Violations();
        await rated.CheckAsync(run, table, violations, cancel);
        violations.ThrowIfAny();
    }

    private static RatingTable Check(ImportRatingsRequest request, int min, int max)
    {
        var violations = new Violations();
        violations.Require(ResourceNames.IsId(request.SetId), "set_id", ResourceNames.IdRule);
        violations.Require(request.Run.Length == 0 || ResourceNames.IsRun(request.Run), "run", "must be empty or runs/ID.");
        violations.Require(min < max, "scale_max", string.Create(CultureInfo.InvariantCulture, $"must be above scale_min {min}, was {max}."));
        violations.Require(request.Description.Length <= LongestText, "description", $"must be at most {LongestText} characters.");
        violations.Require(
            request.Criteria.Count <= MostCriteria && request.Criteria.All(name => name.Trim().Length > 0) && request.Criteria.Distinct(StringComparer.OrdinalIgnoreCase).Count() == request.Criteria.Count,
            "criteria", $"must be at most {MostCriteria} names, each once.");
        var bytes = Encoding.UTF8.GetByteCount(request.Csv);
        violations.Require(bytes <= MostBytes, "csv", string.Create(CultureInfo.InvariantCulture, $"must be at most {MostBytes} bytes, were {bytes}; import it in parts."));
        violations.ThrowIfAny();
        var table = RatingTableReader.Read(request.Csv, request.Criteria, min, max, violations);
        violations.ThrowIfAny();
        return table;
    }

    private RatingSet Describe(ImportRatingsRequest request, RatingTable table, int min, int max)
    {
        var answers = table.Rows.GroupBy(row => row.Answer).ToList();
        return new RatingSet
        {
            Name = ResourceNames.RatingSets + request.SetId,
            Description = request.Description,
            Ratings = table.Rows.Count,
            Answers = answers.Count,
            DoublyRated = answers.Count(answer => answer.Count() > 1),
            Raters = table.Rows.Select(row => row.Rater).Distinct(StringComparer.Ordinal).Count(),
            AnswersByBenchmark = { answers.GroupBy(answer => answer.Key.Benchmark, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal) },
            WithJury = table.Rows.Any(row => row.Jury is not null),
            Criteria = { table.Criteria },
            Sha256 = Digest.Of(request.Csv),
            ImportTime = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            ScaleMin = min,
            ScaleMax = max,
            Run = request.Run,
        };
    }

    private static bool Same(RatingSet kept, RatingSet set) =>
        kept.Sha256 == set.Sha256 && kept.Criteria.SequenceEqual(set.Criteria, StringComparer.Ordinal) && (kept.ScaleMin, kept.ScaleMax, kept.Run) == (set.ScaleMin, set.ScaleMax, set.Run);
}
