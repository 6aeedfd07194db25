using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Comparison;
using MedHelm.Scoring.Statistics.Distributions;
using MedHelm.Scoring.Statistics.Resampling;

namespace MedHelm.Scoring.Statistics.Escalation;

/// <summary>
/// What a cascade saved, and the shift it caused: the share of answers on which the first jurors agreed, times the mean over the audited of these of the
/// score with the first jurors minus the whole jury's. The audit is a random choice, so this is unbiased for the mean over all answers, of which the
/// escalated differ by 0. The variance is that of the product of a share and a mean over the same units (delta method), by units' influence.
/// </summary>
internal sealed class EscalationShift : IItemStatistics
{
    private readonly bool[] agreed;
    private readonly double[] differences;
    private readonly Units units;
    private readonly MeasureEscalationRequest request;

    internal EscalationShift(MeasureEscalationRequest request)
    {
        this.request = request;
        agreed = [.. request.Answers.Select(answer => answer.Agreed)];
        differences = [.. request.Answers.Select(answer => answer is { Agreed: true, Audited: true, HasFirst: true, HasFull: true } ? answer.First - answer.Full : double.NaN)];
        units = Units.Of(agreed.Length, [.. request.Answers.Select(answer => answer.Cluster)]);
    }

    public int Count => 1;

    public void Measure(ReadOnlySpan<int> weights, Span<double> values)
    {
        double all = 0, share = 0, audited = 0, sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            all += weights[i];
            if (agreed[i]) share += weights[i];
            if (double.IsNaN(differences[i])) continue;
            audited += weights[i];
            sum += weights[i] * differences[i];
        }
        values[0] = share == 0 ? 0 : audited == 0 ? double.NaN : share / all * (sum / audited);
    }

    internal MeasureEscalationResponse With(ResamplingSettings settings, ParallelOptions work)
    {
        var response = new MeasureEscalationResponse
        {
            SavedCalls = 1 - (double)request.Calls / request.FullCalls,
            Agreed = agreed.Count(a => a),
            Audited = differences.Count(d => !double.IsNaN(d)),
            Resampling = settings.ToProto(),
        };
        var error = StandardError();
        response.Shift = Shift(response.Agreed, response.Audited, error, settings, work);
        if (!double.IsNaN(error) && error > 0) response.MinimalDetectable = DetectableDifference.Of(error, settings.Level);
        return response;
    }

    private int Audited => units.Among(item => !double.IsNaN(differences[item]));

    private Estimate Shift(int ofAgreed, int audited, double error, ResamplingSettings settings, ParallelOptions work)
    {
        if (ofAgreed == 0) return Estimates.WithoutInterval(0, settings.Level, units.Count, "The first jurors never agreed, so everything is scored by the whole jury.");
        if (audited == 0) return Estimates.WithoutInterval(double.NaN, settings.Level, 0, "No answer on which the first jurors agreed was audited, so nothing shows what the others would have said.");
        if (Audited < 2) return Estimates.WithoutInterval(Value(), settings.Level, Audited, Estimates.NeedsTwoUnits);
        if (error == 0) return Estimates.Of(Value(), Value(), Value(), settings.Level, IntervalMethod.T, Audited, "All audited answers differ by the same, so the interval has no width; that does not make it certain.");
        if (settings.Method != IntervalMethod.T) return new JointBootstrap(units, settings, Purpose, [this], work).Estimate(0, Audited, "");
        var half = StudentT.TwoSided(settings.Level, Audited - 1) * error;
        return Estimates.Of(Value(), Value() - half, Value() + half, settings.Level, IntervalMethod.T, Audited);
    }

    private const ulong Purpose = 0xE5;

    private double Value()
    {
        var all = new int[agreed.Length];
        Array.Fill(all, 1);
        Span<double> value = stackalloc double[1];
        Measure(all, value);
        return value[0];
    }

    /// <summary>NaN below two audited units.</summary>
    private double StandardError()
    {
        var audited = Audited;
        if (audited < 2) return double.NaN;
        var share = agreed.Count(a => a) / (double)agreed.Length;
        double[] found = [.. differences.Where(d => !double.IsNaN(d))];
        var mean = Mean.Of(found);
        var ofAudit = new double[units.Count];
        var ofShare = new double[units.Count];
        for (var i = 0; i < agreed.Length; i++)
        {
            if (!double.IsNaN(differences[i])) ofAudit[units.OfItem[i]] += share * (differences[i] - mean) / found.Length;
            ofShare[units.OfItem[i]] += mean * ((agreed[i] ? 1 : 0) - share) / agreed.Length;
        }
        // Each part by the number of units that it rests on.
        var scale = Math.Sqrt(audited / (audited - 1.0));
        return Math.Sqrt(ofAudit.Zip(ofShare, (a, s) => (scale * a + s) * (scale * a + s)).Sum());
    }
}
