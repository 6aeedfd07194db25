using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Distributions;

namespace MedHelm.Scoring.Statistics.Escalation;

/// <summary>
/// From which disagreement on the others must be asked, so that what is scored without them agrees with the reference as often as promised (Jung,
/// Brahman and Choi 2024, "Trust or Escalate"). Levels of disagreement are tested one after the other from the lowest on, each at the
/// full error, until the first whose agreement is not shown: a fixed sequence needs no correction (Bauer 1991). Levels that hold too few answers to
/// show anything, even if all agreed, are passed over; that looks at no agreement.
/// </summary>
/// <param name="tolerance">Two scores agree when they differ by no more.</param>
/// <param name="promised">Share that is to agree.</param>
/// <param name="error">Probability that the promise does not hold.</param>
internal sealed class EscalationCalibration(double tolerance, double promised, double error)
{
    // Means such as 13/3 differ in their last digit by the way they were added up.
    private const double Rounding = 1e-9;

    internal CalibrateEscalationResponse Of(IReadOnlyCollection<CalibrationAnswer> answers)
    {
        CalibrationAnswer[] rising = [.. answers.OrderBy(answer => answer.Disagreement)];
        var response = new CalibrateEscalationResponse { Answers = rising.Length };
        var (kept, agreed, successes) = (0, 0, 0);
        for (var i = 0; i < rising.Length; i++)
        {
            if (Math.Abs(rising[i].First - rising[i].Reference) <= tolerance + Rounding) successes++;
            var isLast = i == rising.Length - 1;
            if ((!isLast && rising[i + 1].Disagreement - rising[i].Disagreement <= Rounding) || ClopperPearson.Low(i + 1, i + 1, error) < promised) continue;
            if (ClopperPearson.Low(successes, i + 1, error) < promised) break;
            (kept, agreed) = (i + 1, successes);
        }
        response.Agreement = Agreement(agreed, kept);
        if (kept == 0) return response;
        response.Disagreement = Threshold(rising, kept);
        response.Coverage = (double)kept / rising.Length;
        return response;
    }

    // Half-way to the next level, so that no last digit decides.
    private double Threshold(CalibrationAnswer[] rising, int kept)
    {
        var highest = rising[kept - 1].Disagreement;
        return highest + (kept < rising.Length ? rising[kept].Disagreement - highest : tolerance) / 2;
    }

    // Two-sided, so that its lower end is the bound that was tested.
    private Estimate Agreement(int agreed, int kept) => kept == 0
        ? Estimates.WithoutInterval(double.NaN, 1 - 2 * error, 0, "No disagreement is so low that the promise could be shown: everything is escalated.")
        : Estimates.Of((double)agreed / kept, ClopperPearson.Low(agreed, kept, error), ClopperPearson.High(agreed, kept, error), 1 - 2 * error, IntervalMethod.ClopperPearson, kept);
}
