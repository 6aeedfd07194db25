using System.Data.Common;
using Grpc.Core;
using MedHelm.ServiceDefaults.Rpc;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Unit.ServiceDefaults;

public sealed class ErrorInterceptorTests
{
    [Theory]
    [InlineData("22021", StatusCode.InvalidArgument)]
    [InlineData("22P05", StatusCode.InvalidArgument)]
    [InlineData("42P01", StatusCode.Internal)]
    public Task A_text_the_database_cannot_store_is_the_callers_to_correct(string sqlState, StatusCode expected) =>
        AssertStatusAsync(new Refusal(sqlState), expected);

    [Theory]
    [InlineData(13, StatusCode.Unavailable)]
    [InlineData(10, StatusCode.Unavailable)]
    [InlineData(1, StatusCode.Internal)]
    public Task A_full_disk_is_no_defect(int sqliteCode, StatusCode expected) => AssertStatusAsync(new SqliteException("no", sqliteCode), expected);

    private static async Task AssertStatusAsync(Exception thrown, StatusCode expected)
    {
        var interceptor = new ErrorInterceptor(new ErrorTranslation(NullLogger<ErrorTranslation>.Instance));

        var error = await Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler<string, string>("", new CallContext(), (_, _) => throw thrown));

        Assert.Equal(expected, error.StatusCode);
    }

    private sealed class Refusal(string sqlState) : DbException("refused")
    {
        public override string SqlState => sqlState;
    }
}
