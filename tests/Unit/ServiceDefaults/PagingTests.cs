using Grpc.Core;
using MedHelm.ServiceDefaults.Rpc;
using Xunit;

namespace MedHelm.Tests.Unit.ServiceDefaults;

public sealed class PagingTests
{
    [Fact]
    public void A_token_gives_its_key_back_whatever_is_in_it()
    {
        var violations = new Violations();

        Assert.Equal(["fake/alpha|x", "", "ü\n\""], Paging.Key(Paging.TokenAfter("fake/alpha|x", "", "ü\n\""), parts: 3, violations)!);
        violations.ThrowIfAny();
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("bnVsbA")]
    [InlineData("WyJhIl0")]
    [InlineData("WzEsMiwzLDRd")]
    [InlineData("W251bGwsImEiLCJiIiwiYyJd")]
    [InlineData("WyJcdTAwMDAiLCJhIiwiYiIsImMiXQ")]
    [InlineData("WyJcdWQ4MDAiLCJhIiwiYiIsImMiXQ")]
    public void A_made_up_token_is_refused(string token)
    {
        var violations = new Violations();

        Assert.Null(Paging.Key(token, parts: 4, violations));
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<RpcException>(violations.ThrowIfAny).StatusCode);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 1)]
    [InlineData(1000, 1000)]
    public void A_page_has_the_size_asked_for(int asked, int given) => Assert.Equal(given, Paging.Size(asked, new Violations()));

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void A_page_of_impossible_size_is_refused(int asked)
    {
        var violations = new Violations();
        Paging.Size(asked, violations);

        Assert.Throws<RpcException>(violations.ThrowIfAny);
    }
}
