using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Scoring.Statistics.Distributions;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Escalation;

/// <summary>Expected figures were computed with numpy and scipy from the formulas.</summary>
public sealed class EscalationTests
{
    private static readonly double[] First = [4, 3.5, 5, 2, 4.5, 3, 4, 4.5, 3.5, 5];
    private static readonly double[] Full = [4.2, 3.4, 4.7, 2.1, 4.5, 3.3, 3.8, 4.4, 3.6, 4.6];

    [Fact]
    public void Exact_ends_of_shares_are_scipys()
    {
        Assert.Equal(0.8223818723826, ClopperPearson.Low(45, 50, 0.1), 1e-10);
        Assert.Equal(0.9505543583579, ClopperPearson.High(45, 50, 0.1), 1e-10);
        Assert.Equal(0.8764300093247, ClopperPearson.Low(29, 30, 0.1), 1e-10);
        Assert.Equal((0.0, 1.0), (ClopperPearson.Low(0, 7, 0.1), ClopperPearson.High(7, 7, 0.1)));
    }

    [Fact]
    public void The_highest_disagreement_that_keeps_the_promise_is_found_level_by_level()
    {
        // 30 answers agree to 29 at no disagreement, 50 to 45 up to a third, and then hardly any.
        var request = Calibration((0, 30, 29), (1 / 3.0, 20, 16), (2 / 3.0, 30, 5));

        var response = Calibrate(request);

        Assert.Equal(0.5, response.Disagreement, 1e-9);
        Assert.Equal((50 / 80.0, 80), (response.Coverage, response.Answers));
        Assert.Equal((45 / 50.0, 0.8), (response.Agreement.Value, response.Agreement.Level));
        Assert.Equal(0.8223818723826, response.Agreement.Low, 1e-10);
        request.Agreement = 0.85;
        Assert.Equal(1 / 6.0, Calibrate(request).Disagreement, 1e-9);
        request.Agreement = 0.95;
        var none = Calibrate(request);
        Assert.Equal((false, 0.0, false), (none.HasDisagreement, none.Coverage, none.Agreement.HasValue));
    }

    [Fact]
    public void A_level_too_small_to_show_anything_is_passed_over_and_one_that_fails_ends_the_sequence()
    {
        // Three answers could never show 80%, even all agreeing.
        Assert.Equal(0.75, Calibrate(Calibration((0, 3, 2), (0.5, 40, 39), (1, 9, 0))).Disagreement, 1e-9);
        Assert.False(Calibrate(Calibration((0, 20, 12), (0.5, 400, 400))).HasDisagreement);
    }

    [Fact]
    public void The_promise_is_broken_no_more_often_than_stated()
    {
        // Agreement falls with disagreement: 0.95, 0.88, 0.81 and so on; up to the second level it is 0.915.
        const int runs = 500;
        var broken = Enumerable.Range(0, runs).Count(seed =>
        {
            var random = new Random(seed);
            var request = new CalibrateEscalationRequest { Tolerance = 0.25, Agreement = 0.88, Error = 0.1 };
            for (var i = 0; i < 240; i++)
            {
                var level = random.Next(4);
                request.Answers.Add(new CalibrationAnswer { Disagreement = level, First = 3, Reference = random.NextDouble() < 0.95 - 0.07 * level ? 3 : 4 });
            }
            var response = Calibrate(request);
            // Up to the third level it is 0.88 exactly; all of it is 0.845.
            return response.HasDisagreement && response.Disagreement > 3;
        });
        Assert.True(broken <= 0.1 * runs + 3 * Math.Sqrt(runs * 0.09), $"{broken} of {runs}");
    }

    [Fact]
    public void The_shift_is_the_share_that_agreed_times_the_audited_difference()
    {
        var request = Cascade();

        var response = Measure(request);

        Assert.Equal((14, 10), (response.Agreed, response.Audited));
        Assert.Equal(0.3, response.SavedCalls, 1e-12);
        Assert.Equal(0.028, response.Shift.Value, 1e-12);
        Assert.Equal(0.1116079050, response.Shift.High - response.Shift.Value, 1e-9);
        Assert.Equal(0.1382216329, response.MinimalDetectable, 1e-9);
        Assert.Equal((IntervalMethod.T, 10), (response.Shift.Method, response.Shift.Units));
        request.Resampling = new() { Resamples = 4000 };
        var byBootstrap = Measure(request).Shift;
        Assert.Equal(IntervalMethod.Percentile, byBootstrap.Method);
        Assert.Equal(0.028 - 0.1, byBootstrap.Low, 0.035);
    }

    [Fact]
    public void Without_an_audit_the_shift_is_not_known_and_without_agreement_it_is_nought()
    {
        var request = Cascade();
        foreach (var answer in request.Answers) answer.Audited = false;
        var unknown = Measure(request);
        Assert.Equal((false, false, 0), (unknown.Shift.HasValue, unknown.HasMinimalDetectable, unknown.Audited));
        Assert.Contains("audited", unknown.Shift.Remark, StringComparison.Ordinal);
        foreach (var answer in request.Answers) answer.Agreed = false;
        Assert.Equal(0, Measure(request).Shift.Value);
    }

    [Fact]
    public void The_interval_of_the_shift_holds_the_truth()
    {
        // 70% agree; there the first jurors are 0.1 milder; a fifth is audited; three answers share an instance.
        const int runs = 800;
        var held = Enumerable.Range(0, runs).Count(seed =>
        {
            var normal = Agreement.Ratings.Normals((ulong)seed);
            var random = new Random(seed);
            var request = new MeasureEscalationRequest { FullCalls = 1, Resampling = new() { Method = IntervalMethod.T } };
            for (var instance = 0; instance < 150; instance++)
            {
                var (audit, own) = (random.NextDouble() < 0.2, 0.2 * normal());
                for (var candidate = 0; candidate < 3; candidate++)
                {
                    var agreed = random.NextDouble() < 0.7;
                    var answer = new EscalatedAnswer { First = 4, Agreed = agreed, Audited = audit && agreed, Cluster = $"i{instance}" };
                    if (answer.Audited) answer.Full = 4 - 0.1 - own - 0.2 * normal();
                    request.Answers.Add(answer);
                }
            }
            var shift = Measure(request).Shift;
            return shift.Low <= 0.07 && 0.07 <= shift.High;
        });
        Assert.InRange(held / (double)runs, 0.927, 0.973);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var said = Assert.Throws<RpcException>(() => Calibrate(new() { Agreement = 1, Error = 0.6, Answers = { new CalibrationAnswer { Disagreement = -1 } } }));
        Assert.All(["tolerance", "agreement", "error", "answers[0]"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
        said = Assert.Throws<RpcException>(() => Measure(new() { Calls = -1, Answers = { new EscalatedAnswer { Audited = true, First = double.NaN } } }));
        Assert.All(["full_calls", "calls", "answers[0].first", "answers[0].audited"], field => Assert.Contains(field + ":", said.Status.Detail, StringComparison.Ordinal));
    }

    private static MeasureEscalationRequest Cascade()
    {
        var request = new MeasureEscalationRequest { FullCalls = 60, Calls = 42, Resampling = new() { Method = IntervalMethod.T } };
        for (var i = 0; i < 10; i++) request.Answers.Add(new EscalatedAnswer { First = First[i], Full = Full[i], Agreed = true, Audited = true });
        for (var i = 0; i < 6; i++) request.Answers.Add(new EscalatedAnswer { First = 3, Full = 4 });
        for (var i = 0; i < 4; i++) request.Answers.Add(new EscalatedAnswer { First = 4, Agreed = true });
        return request;
    }

    private static CalibrateEscalationRequest Calibration(params (double Disagreement, int Answers, int Agreeing)[] levels)
    {
        var request = new CalibrateEscalationRequest { Tolerance = 0.25, Agreement = 0.8 };
        foreach (var (disagreement, answers, agreeing) in levels)
            for (var i = 0; i < answers; i++) request.Answers.Add(new CalibrationAnswer { Disagreement = disagreement, First = 4, Reference = i < agreeing ? 4.25 : 4.3 });
        return request;
    }

    private static CalibrateEscalationResponse Calibrate(CalibrateEscalationRequest request)
    {
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).CalibrateEscalation(request, new CallContext()).GetAwaiter().GetResult();
    }

    private static MeasureEscalationResponse Measure(MeasureEscalationRequest request)
    {
        using var heavy = new HeavyWork();
        return new StatisticsRpc(heavy).MeasureEscalation(request, new CallContext()).GetAwaiter().GetResult();
    }
}
