using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks what jurors and clinicians are posted to have said.</summary>
internal static class PostedJury
{
    private const int MostJurors = 20;
    private const int MostAnswers = 100_000;
    private const int MostRaters = 1000;
    // Answers x jurors x resamples; some ten seconds of work for one core.
    private const long MostWork = 2_000_000_000;
    // Answers x cubed jurors: each cluster is left out of the regression once.
    private const long MostRegression = 100_000_000;

    internal static ResamplingSettings Check(MeasureJuryRequest request)
    {
        var violations = new Violations();
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca, "resampling.method", $"must be PERCENTILE or BCA for agreement, was {settings.Method}");
        violations.Require(request.Jurors.Count is >= 1 and <= MostJurors, "jurors", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostJurors}, were {request.Jurors.Count}"));
        violations.Require(request.Answers.Count is >= 1 and <= MostAnswers, "answers", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MostAnswers}, were {request.Answers.Count}"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Jurors.Count; i++)
            violations.Require(request.Jurors[i].Name.Length > 0 && names.Add(request.Jurors[i].Name), $"jurors[{i}].name", $"must be a name of its own, was '{request.Jurors[i].Name}'");
        var items = new HashSet<string>(StringComparer.Ordinal);
        var raters = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Answers.Count; i++) CheckAnswer(request.Answers[i], request.Jurors.Count, $"answers[{i}]", items, raters, violations);
        violations.Require(raters.Count <= MostRaters, "answers", string.Create(CultureInfo.InvariantCulture, $"must have at most {MostRaters} clinicians in all, have {raters.Count}"));
        violations.ThrowIfAny();
        CheckWork(request, settings, raters.Count, violations);
        violations.ThrowIfAny();
        return settings;
    }

    private static void CheckAnswer(JudgedAnswer answer, int jurors, string field, HashSet<string> items, HashSet<string> raters, Violations violations)
    {
        violations.Require(answer.Item.Length > 0 && items.Add(answer.Item), $"{field}.item", $"must be a name of its own, was '{answer.Item}'");
        violations.Require(answer.Words >= 0, $"{field}.words", string.Create(CultureInfo.InvariantCulture, $"must be 0 or more, was {answer.Words}"));
        violations.Require(!answer.HasJury || PostedNumbers.Usable(answer.Jury), $"{field}.jury", $"must be a number, was {PostedNumbers.Text(answer.Jury)}");
        violations.Require(answer.Jurors.Count == jurors, $"{field}.jurors", string.Create(CultureInfo.InvariantCulture, $"must be one for each of jurors ({jurors}), without a value for an abstention, were {answer.Jurors.Count}"));
        for (var j = 0; j < answer.Jurors.Count; j++)
            violations.Require(!answer.Jurors[j].HasValue || PostedNumbers.Usable(answer.Jurors[j].Value), $"{field}.jurors[{j}].value", $"must be a number, was {PostedNumbers.Text(answer.Jurors[j].Value)}");
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var c = 0; c < answer.Clinicians.Count; c++)
        {
            var rating = answer.Clinicians[c];
            violations.Require(rating.Rater.Length > 0 && own.Add(rating.Rater), $"{field}.clinicians[{c}].rater", "must name a rater, once for each answer");
            violations.Require(PostedNumbers.Usable(rating.Value), $"{field}.clinicians[{c}].value", $"must be a number, was {PostedNumbers.Text(rating.Value)}");
            raters.Add(rating.Rater);
        }
    }

    private static void CheckWork(MeasureJuryRequest request, ResamplingSettings settings, int raters, Violations violations)
    {
        var answers = (long)request.Answers.Count;
        var each = answers * (request.Jurors.Count + 2);
        var room = MostWork / each - (settings.Method == IntervalMethod.Bca ? answers : 0);
        violations.Require(settings.Resamples <= room, "resampling.resamples", room >= ResamplingSettings.Fewest
            ? string.Create(CultureInfo.InvariantCulture, $"must be at most {room} for {answers} answers and {request.Jurors.Count} jurors, was {settings.Resamples}")
            : string.Create(CultureInfo.InvariantCulture, $"leave no room for {answers} answers and {request.Jurors.Count} jurors: post fewer answers at once"));
        var cubed = (long)request.Jurors.Count * request.Jurors.Count * request.Jurors.Count;
        violations.Require(answers * cubed <= MostRegression, "answers", string.Create(CultureInfo.InvariantCulture, $"must be at most {MostRegression / cubed} for {request.Jurors.Count} jurors, were {answers}"));
        var labelled = request.Answers.Count(answer => answer.Clinicians.Count > 1);
        violations.Require((long)labelled * Math.Max(1, raters) <= MostRegression, "answers", string.Create(CultureInfo.InvariantCulture, $"must be at most {MostRegression / Math.Max(1, raters)} with two clinicians for {raters} clinicians, were {labelled}"));
    }
}
