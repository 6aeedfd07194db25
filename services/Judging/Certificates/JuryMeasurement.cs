using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>How far a jury can be trusted, as Scoring measures it.</summary>
internal sealed class JuryMeasurement(StatisticsService.StatisticsServiceClient statistics, TimeProvider clock)
{
    /// <summary>Resamples of calls that people wait for.</summary>
    public const int LiveResamples = 2000;
    private const string Decision = "decision";
    // Scoring wants a juror; where a table gives the jury's score alone, one that rated nothing takes the seat.
    private const string Nobody = "nobody";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>The settings of calls that people wait for.</summary>
    public static Resampling Live => new() { Resamples = LiveResamples };

    /// <summary>
    /// The measures, the labels being the clinicians' word on an answer, and the ceiling what each of them said. Jurors that rated nothing are left out.
    /// </summary>
    public async Task<JuryMeasures> MeasureAsync(IReadOnlyList<MeasuredJuror> jurors, IReadOnlyList<LabelledJudgement> answers, Resampling resampling, CancellationToken cancel)
    {
        var measures = await AskAsync(jurors, answers, answer => Labels(answer), resampling, cancel);
        measures.Raters = answers.Where(answer => answer.Label is not null).SelectMany(answer => answer.Ratings).Select(rating => rating.Rater).Distinct(StringComparer.Ordinal).Count();
        // Where a label is not the mean of its ratings, what clinicians reach among themselves is still in the ratings.
        if (answers.Any(answer => answer.Ratings.Count > 1 && !StandsForItself(answer)))
            measures.Ceiling = (await AskAsync([], [.. answers.Where(answer => answer.Ratings.Count > 0)], answer => answer.Ratings, resampling, cancel)).Ceiling;
        return measures;
    }

    /// <summary>The measures of own answers with the agreement that was measured on others under the same jury.</summary>
    public static JuryMeasures Join(JuryMeasures own, JuryMeasures labelled)
    {
        var joined = own.Clone();
        (joined.Labelled, joined.Raters) = (labelled.Labelled, labelled.Raters);
        joined.JuryAndClinicians.Clear();
        joined.JuryAndClinicians.Add(labelled.JuryAndClinicians);
        joined.JuryAndCliniciansRaw.Clear();
        joined.JuryAndCliniciansRaw.Add(labelled.JuryAndCliniciansRaw);
        joined.Correlation = labelled.Correlation;
        joined.Kappa = labelled.Kappa;
        joined.Offset = labelled.Offset;
        joined.EffectiveVotes = labelled.EffectiveVotes;
        joined.Ceiling = labelled.Ceiling;
        foreach (var juror in joined.Jurors)
            if (labelled.Jurors.FirstOrDefault(other => other.Juror == juror.Juror) is { } other) juror.WithClinicians = other.WithClinicians;
        return joined;
    }

    private async Task<JuryMeasures> AskAsync(
        IReadOnlyList<MeasuredJuror> jurors, IReadOnlyList<LabelledJudgement> answers, Func<LabelledJudgement, IEnumerable<ClinicianRating>> clinicians, Resampling resampling, CancellationToken cancel)
    {
        int[] heard = [.. Enumerable.Range(0, jurors.Count).Where(j => answers.Any(answer => answer.Judged.Jurors.Count > j && answer.Judged.Jurors[j].HasValue))];
        var request = new MeasureJuryRequest { Jurors = { heard.Select(j => jurors[j]) }, Resampling = resampling };
        var isSilent = heard.Length == 0;
        if (isSilent) request.Jurors.Add(new MeasuredJuror { Name = Nobody });
        foreach (var answer in answers)
        {
            var judged = answer.Judged.Clone();
            judged.Jurors.Clear();
            judged.Jurors.AddRange(heard.Select(j => answer.Judged.Jurors.Count > j ? answer.Judged.Jurors[j] : new Rating()));
            if (isSilent) judged.Jurors.Add(new Rating());
            judged.Clinicians.Add(clinicians(answer));
            request.Answers.Add(judged);
        }
        var reply = await statistics.MeasureJuryAsync(request, deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel);
        if (isSilent) reply.Measures.Jurors.Clear();
        return reply.Measures;
    }

    private static IEnumerable<ClinicianRating> Labels(LabelledJudgement answer)
    {
        if (answer.Label is not { } label) return [];
        return StandsForItself(answer) ? answer.Ratings : [new ClinicianRating { Rater = Decision, Value = label }];
    }

    private static bool StandsForItself(LabelledJudgement answer) =>
        answer.Label is { } label && answer.Ratings.Count > 0 && Math.Abs(answer.Ratings.Average(rating => rating.Value) - label) < 1e-12;
}
