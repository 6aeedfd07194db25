using MedHelm.Scoring.Statistics;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

public sealed class ExactSumTests
{
    // Expected values are those of Python's math.fsum.
    [Theory]
    [InlineData(new double[0], 0.0)]
    [InlineData(new[] { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 1.0)]
    [InlineData(new[] { 1e100, 1.0, -1e100 }, 1.0)]
    [InlineData(new[] { 1e16, 1.0, 1e-16 }, 10000000000000002.0)]
    [InlineData(new[] { 0.1, 0.2, 0.3 }, 0.6)]
    public void The_sum_is_correctly_rounded(double[] values, double sum) => Assert.Equal(sum, ExactSum.Of(values));

    [Fact]
    public void The_order_of_values_does_not_matter()
    {
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12)))];
        var sum = ExactSum.Of(values);
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(values);
            Assert.Equal(sum, ExactSum.Of(values));
        }
    }
}
