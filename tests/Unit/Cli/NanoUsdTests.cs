using MedHelm.Cli.Terminal;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class NanoUsdTests
{
    [Theory]
    [InlineData(0, "$0.00")]
    [InlineData(12_340_000_000, "$12.34")]
    [InlineData(1_234_567_000_000, "$1,234.57")]
    [InlineData(500_000_000, "$0.50")]
    [InlineData(12_300_000, "$0.0123")]
    [InlineData(4_000_000, "$0.0040")]
    [InlineData(123_456, "$0.000123")]
    [InlineData(1, "$0.000000001")]
    [InlineData(999_999_999, "$1.00")]
    [InlineData(-20_000_000, "-$0.02")]
    public void Money_shows_the_digits_that_matter(long nanoUsd, string shown) => Assert.Equal(shown, NanoUsd.Format(nanoUsd));
}
