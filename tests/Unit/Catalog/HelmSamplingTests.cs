using MedHelm.Catalog.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class HelmSamplingTests
{
    [Theory]
    [InlineData(10, 4, new[] { 2, 8, 4, 9 })]
    [InlineData(150, 149, new[] { 114, 62, 33, 107, 7, 100, 40, 86, 76, 71 })]
    [InlineData(1047, 1000, new[] { 897, 736, 767, 793, 887, 1019, 413, 453, 670, 491 })]
    [InlineData(1273, 1000, new[] { 1178, 1186, 427, 351, 364, 858, 1019, 740, 461, 1044 })]
    [InlineData(2742, 1000, new[] { 683, 1588, 1678, 289, 2694, 2671, 1548, 710, 1210, 1692 })]
    [InlineData(4183, 1000, new[] { 2485, 72, 2076, 543, 326, 87, 1615, 2998, 3763, 1327 })]
    [InlineData(70000, 1000, new[] { 10840, 56267, 14849, 62726, 47180, 61640, 52730, 21847, 20394, 45806 })]
    public void Picks_what_HELM_picks_in_the_order_it_draws(int n, int k, int[] first)
    {
        var picked = HelmSampling.Pick(n, k);

        Assert.Equal(k, picked.Distinct().Count());
        Assert.Equal(first, picked[..first.Length]);
    }

    [Fact]
    public void The_whole_pick_agrees_with_HELM() => Assert.Equal(521199, HelmSampling.Pick(1047, 1000).Sum());

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 9)]
    public void Nothing_is_shuffled_when_all_are_wanted(int n, int k) => Assert.Equal([0, 1, 2, 3, 4], HelmSampling.Pick(n, k));

    [Fact]
    public void None_wanted_none_picked() => Assert.Empty(HelmSampling.Pick(3, 0));
}
