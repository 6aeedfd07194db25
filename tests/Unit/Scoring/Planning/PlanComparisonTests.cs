using Grpc.Core;
using MathNet.Numerics.Distributions;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;
using MedHelm.Tests.Unit.Scoring.Agreement;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Planning;

public sealed class PlanComparisonTests
{
    private const double Quantiles = 1.959963984540054 + 0.8416212335729143;

    [Theory]
    [InlineData(0.5, 100, 0.14008)]
    [InlineData(0.5, 1000, 0.044297)]
    [InlineData(0.8, 43, 0.341791)]
    public void The_smallest_difference_of_so_many_instances_is_the_quantiles_times_the_standard_error(double deviation, int instances, double expected)
    {
        var plan = Plan(new() { SdOfDifferences = deviation, Instances = instances });

        Assert.Equal(expected, plan.Difference, 1e-6);
        Assert.Equal(Quantiles * deviation / Math.Sqrt(instances), plan.Difference, 1e-12);
        Assert.Equal((instances, 1), (plan.Instances, plan.DesignEffect));
    }

    [Fact]
    public void Instances_and_difference_answer_each_other()
    {
        foreach (var instances in new[] { 7, 60, 1000, 123_456 })
            foreach (var discordance in new[] { 0, 0.9 })
            {
                PlanComparisonRequest Request() => new() { SdOfDifferences = discordance > 0 ? 0 : 0.4, Discordance = discordance, Power = 0.9, Level = 0.99, Comparisons = 36, ClusterSize = 2.5, IntraclusterCorrelation = 0.2 };
                if (discordance > 0 && instances < 60) continue;
                var asked = Request();
                asked.Instances = instances;
                var back = Request();
                back.Difference = Plan(asked).Difference;

                Assert.Equal(instances, Plan(back).Instances);
                Assert.Equal(1.3, Plan(back).DesignEffect, 1e-12);
            }
    }

    [Fact]
    public void More_comparisons_more_power_and_clusters_need_more_instances()
    {
        var plain = Plan(new() { SdOfDifferences = 0.5, Difference = 0.05 }).Instances;

        Assert.Equal(785, plain);
        // Bonferroni over 36: z of 0.025 / 36 is 3.196.
        Assert.Equal(Math.Ceiling(Math.Pow((-Normal.InvCDF(0, 1, 0.025 / 36) + 0.8416212335729143) * 10, 2)), Plan(new() { SdOfDifferences = 0.5, Difference = 0.05, Comparisons = 36 }).Instances);
        Assert.True(Plan(new() { SdOfDifferences = 0.5, Difference = 0.05, Power = 0.9 }).Instances > plain);
        Assert.Equal(2355, Plan(new() { SdOfDifferences = 0.5, Difference = 0.05, ClusterSize = 5, IntraclusterCorrelation = 0.5 }).Instances, 3.0);
    }

    [Fact]
    public void Discordance_stands_for_the_deviation_it_leaves_at_that_difference()
    {
        var byDiscordance = Plan(new() { Discordance = 0.2, Difference = 0.1 });
        var byDeviation = Plan(new() { SdOfDifferences = Math.Sqrt(0.2 - 0.01), Difference = 0.1 });

        Assert.Equal(byDeviation.Instances, byDiscordance.Instances);
        Assert.Equal(150, byDiscordance.Instances);
    }

    [Fact]
    public void Planned_instances_show_the_difference_as_often_as_the_power_says()
    {
        var instances = Plan(new() { SdOfDifferences = 1, Difference = 0.2 }).Instances;
        var shown = 0;
        for (ulong simulation = 0; simulation < 4000; simulation++)
        {
            var normal = Ratings.Normals(simulation);
            var mean = Enumerable.Range(0, instances).Average(_ => 0.2 + normal());
            if (Math.Abs(mean) * Math.Sqrt(instances) > 1.959964) shown++;
        }

        Assert.InRange(shown / 4000.0, 0.78, 0.82);
    }

    [Fact]
    public void Requests_that_leave_nothing_to_find_are_refused_with_every_reason()
    {
        var said = Refusal(new() { SdOfDifferences = 1, Discordance = 0.5, Instances = 1, Difference = 0.6, Power = 0.3, Level = 1, Comparisons = -1, ClusterSize = 0.5, IntraclusterCorrelation = 2 });

        Assert.All(["sd_of_differences", "instances", "difference", "power", "level", "comparisons", "cluster_size", "intracluster_correlation"], field => Assert.Contains(field + ":", said, StringComparison.Ordinal));
        Assert.Contains("difference: must be given", Refusal(new() { SdOfDifferences = 1 }), StringComparison.Ordinal);
        Assert.Contains("instances: must be at least 71 for a share of 0.1", Refusal(new() { Discordance = 0.1, Instances = 20 }), StringComparison.Ordinal);
        Assert.Contains("more than 2147483647 instances", Refusal(new() { SdOfDifferences = 1, Difference = 1e-9 }), StringComparison.Ordinal);
    }

    private static PlanComparisonResponse Plan(PlanComparisonRequest request) => new StatisticsRpc(new HeavyWork()).PlanComparison(request, new CallContext()).Result;

    private static string Refusal(PlanComparisonRequest request) => Assert.Throws<RpcException>(() => Plan(request)).Status.Detail;
}
