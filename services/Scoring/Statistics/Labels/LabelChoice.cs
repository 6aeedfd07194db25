using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Labels;

/// <summary>
/// Which answers to label next: as many as wanted, each with a probability in proportion to the jury's expected error on it (active inference,
/// Zrnic and Candes 2024), one for answers that reach it. Drawn systematically in random order (Madow 1949), so that each has exactly its probability
/// and the number is fixed.
/// </summary>
internal static class LabelChoice
{
    private const ulong Purpose = 0x1ABE1;

    internal static ChooseLabelsResponse Of(ChooseLabelsRequest request)
    {
        // By name, so that the order they came in changes no draw.
        LabelCandidate[] candidates = [.. request.Candidates.OrderBy(candidate => candidate.Item, StringComparer.Ordinal)];
        var random = new RandomStream(request.Seed, Purpose, 0);
        for (var i = candidates.Length - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (candidates[i], candidates[other]) = (candidates[other], candidates[i]);
        }
        var model = new ErrorModel(request.Labelled, candidates);
        double[] errors = [.. candidates.Select(candidate => model.Expected(candidate.Jury, candidate.Spread))];
        var inclusion = Inclusion(errors, request.Wanted);
        var response = new ChooseLabelsResponse();
        var (reached, next) = (0.0, random.NextDouble());
        for (var i = 0; i < candidates.Length; i++)
        {
            reached += inclusion[i];
            if (inclusion[i] < 1 && reached <= next) continue;
            next++;
            response.Chosen.Add(new ChosenLabel { Item = candidates[i].Item, Inclusion = inclusion[i], ExpectedError = errors[i] });
        }
        return response;
    }

    /// <summary>Shares in proportion to the errors that add up to the number wanted, none above 1.</summary>
    internal static double[] Inclusion(double[] errors, int wanted)
    {
        var inclusion = new double[errors.Length];
        if (wanted >= errors.Length)
        {
            Array.Fill(inclusion, 1);
            return inclusion;
        }
        var isSure = new bool[errors.Length];
        while (true)
        {
            var sure = isSure.Count(s => s);
            var room = wanted - sure;
            double total = 0;
            for (var i = 0; i < errors.Length; i++)
                if (!isSure[i]) total += errors[i];
            var found = false;
            for (var i = 0; i < errors.Length; i++)
            {
                inclusion[i] = isSure[i] ? 1 : total > 0 ? room * errors[i] / total : (double)room / (errors.Length - sure);
                if (isSure[i] || inclusion[i] < 1) continue;
                isSure[i] = found = true;
            }
            if (!found) return inclusion;
        }
    }
}
