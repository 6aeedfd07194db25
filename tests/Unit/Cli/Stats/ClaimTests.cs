using MedHelm.Cli.Commands.Stats.Paper;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Stats;

public sealed class ClaimTests
{
    [Fact]
    public void A_figure_follows_where_the_rounded_value_is_the_figure()
    {
        var figure = new Figure("x", 0.63, 2);
        Assert.Equal([true, true, true, false, false], new[] { 0.625, 0.63, 0.635, 0.6249, 0.6351 }.Select(figure.IsRounded));
        Assert.Equal([false, true, true, false], new[] { 0.6299, 0.63, 0.6399, 0.64 }.Select(figure.IsCutOff));
    }

    [Theory]
    [InlineData(0.631, 0.5, "reproduced by this; not by other (1 of 2)")]
    [InlineData(0.638, 0.5, "only where decimals are cut off rather than rounded, by this; nearest this (1 of 2; x 0.6380 for 0.63)")]
    [InlineData(0.700, 0.5, "DOES NOT FOLLOW from the published data: nearest this (1 of 2; x 0.7000 for 0.63)")]
    public void A_verdict_comes_from_the_values(double first, double second, string verdict)
    {
        var claim = new Claim("c", "s", [new("x", 0.63, 2), new("y", 0.50, 2)], [new("this", [first, second]), new("other", [0.1, 0.5])]);
        Assert.Equal(verdict, Verdicts.Of(claim));
    }

    [Fact]
    public void A_claim_of_one_figure_shows_what_every_other_reading_gives()
    {
        Claim Of(double published) => new("c", "s", [new("x", published, 2)], [new("this", [0.47]), new("other", [0.2764]), new("third", [null])]);
        Assert.Equal("reproduced by this; not by other (0.2764), third (undefined)", Verdicts.Of(Of(0.47)));
        Assert.Equal("DOES NOT FOLLOW from the published data: nearest this (0 of 1; x 0.4700 for 0.43); not by other (0.2764), third (undefined)", Verdicts.Of(Of(0.43)));
    }

    [Fact]
    public void Without_a_value_nothing_is_claimed()
    {
        Assert.StartsWith("no published file", Verdicts.Of(new("c", "s", [new("x", 1, 0)], [])), StringComparison.Ordinal);
        Assert.Equal("undefined by every reading", Verdicts.Of(new("c", "s", [new("x", 1, 0)], [new("this", [null])])));
    }
}
