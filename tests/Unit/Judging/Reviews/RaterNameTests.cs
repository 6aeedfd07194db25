using MedHelm.Judging.Ratings;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Reviews;

public sealed class RaterNameTests
{
    [Theory]
    [InlineData("JosÃ©", "José")]
    [InlineData("José", "José")]
    [InlineData("MÃ¼ller", "Müller")]
    [InlineData("JosÃƒÂ©", "José")]
    [InlineData("Å\u0081ukasz", "Łukasz")]
    [InlineData("Oâ€™Brien", "O’Brien")]
    [InlineData("  Ana B ", "Ana B")]
    [InlineData("患者", "患者")]
    [InlineData("Ã", "Ã")]
    [InlineData("Ångström", "Ångström")]
    public void A_name_that_went_through_the_wrong_encoding_is_the_name_again(string given, string expected) => Assert.Equal(expected, RaterName.Of(given));
}
