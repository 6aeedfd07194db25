using MedHelm.Cli.Commands.Benchmarks;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Benchmarks;

public sealed class MetricTallyTests
{
    [Theory]
    [InlineData("exact_match", false)]
    [InlineData("helm_exact_match", false)]
    [InlineData("helm_medec_error_flag_accuracy", false)]
    [InlineData("helm_medcalc_bench_accuracy", true)]
    [InlineData("helm_medec_error_sentence_accuracy", true)]
    [InlineData("helm_ehr_sql_execution_accuracy", true)]
    [InlineData("helm_mimiciv_billing_code_f1", true)]
    [InlineData("helm_mimiciv_billing_code_precision", true)]
    [InlineData("helm_mimiciv_billing_code_recall", true)]
    public void Only_what_a_known_defect_of_HELM_caps_may_fall_short(string metric, bool mayFallShort)
    {
        Assert.True(Tally(metric, 1, 0).Sound);
        Assert.Equal(mayFallShort, Tally(metric, 0, 0).Sound);
        Assert.Equal(mayFallShort, Tally(metric, 1, 1).Sound);
    }

    private static MetricReplay Tally(string metric, double right, double wrong)
    {
        var tally = new MetricTally(new Metric { Name = metric, Direction = Direction.HigherIsBetter, RangeMin = 0, RangeMax = 1 });
        tally.Add("1", new Score { Metric = metric, Value = 1 }, new Score { Metric = metric, Value = 0 });
        tally.Add("2", new Score { Metric = metric, Value = right }, new Score { Metric = metric, Value = wrong });
        return tally.Finish();
    }
}
