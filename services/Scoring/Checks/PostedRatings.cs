using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks a posted table of ratings.</summary>
internal static class PostedRatings
{
    private const int MostRaters = 100;
    private const int MostItems = 100_000;
    private const int MostCategories = 100;
    // Items x pairs of raters x resamples; some ten seconds of work for one core, five times that where ratings hardly ever repeat.
    private const long MostWork = 1_000_000_000;

    internal static ResamplingSettings Check(MeasureAgreementRequest request)
    {
        var violations = new Violations();
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca, "resampling.method", $"must be PERCENTILE or BCA for agreement, was {settings.Method}");
        violations.Require(Enum.IsDefined(request.Rounding), "rounding", $"must be one of the listed roundings, was {request.Rounding}");
        CheckRaters(request, violations);
        CheckCategories(request, violations);
        CheckItems(request, violations);
        violations.ThrowIfAny();
        CheckWork(request, settings, violations);
        violations.ThrowIfAny();
        return settings;
    }

    private static void CheckRaters(MeasureAgreementRequest request, Violations violations)
    {
        violations.Require(request.Raters.Count is >= 2 and <= MostRaters, "raters", string.Create(CultureInfo.InvariantCulture, $"must be 2 to {MostRaters}, were {request.Raters.Count}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Raters.Count; i++)
        {
            violations.Require(request.Raters[i].Length > 0, $"raters[{i}]", "must not be empty");
            violations.Require(request.Raters[i].Length == 0 || names.Add(request.Raters[i]), $"raters[{i}]", $"must be unique, but '{request.Raters[i]}' is there before");
        }
        violations.Require(request.Reference.Length == 0 || names.Contains(request.Reference), "reference", $"must be one of raters or empty, was '{request.Reference}'");
    }

    private static void CheckCategories(MeasureAgreementRequest request, Violations violations)
    {
        violations.Require(request.Categories.Count is 0 or (>= 2 and <= MostCategories), "categories", string.Create(CultureInfo.InvariantCulture, $"must be 2 to {MostCategories}, or none, were {request.Categories.Count}"));
        PostedNumbers.RequireUsable(request.Categories, "categories", violations);
        for (var i = 1; i < request.Categories.Count; i++)
            if (request.Categories[i] <= request.Categories[i - 1])
            {
                violations.Add($"categories[{i}]", $"must be above the one before, {PostedNumbers.Text(request.Categories[i - 1])}, was {PostedNumbers.Text(request.Categories[i])}");
                return;
            }
    }

    private static void CheckItems(MeasureAgreementRequest request, Violations violations)
    {
        violations.Require(request.Items.Count is >= 1 and <= MostItems, "items", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostItems}, were {request.Items.Count}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var low = request.Categories.Count > 0 ? request.Categories[0] : -PostedNumbers.Largest;
        var high = request.Categories.Count > 0 ? request.Categories[^1] : PostedNumbers.Largest;
        var range = request.Categories.Count > 0 ? "from the first to the last of categories" : "a number";
        for (var i = 0; i < request.Items.Count; i++)
        {
            var item = request.Items[i];
            violations.Require(item.Item.Length > 0, $"items[{i}].item", "must not be empty");
            violations.Require(item.Item.Length == 0 || names.Add(item.Item), $"items[{i}].item", $"must be unique, but '{item.Item}' is there before");
            violations.Require(item.Ratings.Count == request.Raters.Count, $"items[{i}].ratings", string.Create(CultureInfo.InvariantCulture, $"must be one for each of raters ({request.Raters.Count}), without a value where there is no rating, were {item.Ratings.Count}"));
            for (var rater = 0; rater < item.Ratings.Count; rater++)
            {
                var rating = item.Ratings[rater];
                if (!rating.HasValue || (rating.Value >= low && rating.Value <= high)) continue;
                violations.Add($"items[{i}].ratings[{rater}].value", $"must be {range}, {PostedNumbers.Text(low)} to {PostedNumbers.Text(high)}, was {PostedNumbers.Text(rating.Value)}");
                break;
            }
        }
    }

    private static void CheckWork(MeasureAgreementRequest request, ResamplingSettings settings, Violations violations)
    {
        var each = (long)request.Items.Count * (request.Raters.Count * (request.Raters.Count - 1) / 2);
        var jackknife = settings.Method == IntervalMethod.Bca ? request.Items.Count : 0;
        var room = MostWork / each - jackknife;
        violations.Require(settings.Resamples <= room, "resampling.resamples", room >= ResamplingSettings.Fewest
            ? string.Create(CultureInfo.InvariantCulture, $"must be at most {room} for {request.Items.Count} items of {request.Raters.Count} raters, was {settings.Resamples}: take fewer, or post fewer raters at once")
            : string.Create(CultureInfo.InvariantCulture, $"leave no room for {request.Items.Count} items of {request.Raters.Count} raters: post fewer raters or items at once{(jackknife > 0 ? ", or take method PERCENTILE" : "")}"));
    }
}
