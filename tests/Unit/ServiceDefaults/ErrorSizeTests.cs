using Grpc.Core;
using MedHelm.ServiceDefaults.Rpc;
using Xunit;

namespace MedHelm.Tests.Unit.ServiceDefaults;

public sealed class ErrorSizeTests
{
    // What clients on grpc-core take of trailers by default.
    private const int MostTrailers = 8192;

    [Theory]
    [InlineData("x", 10, 11)]
    [InlineData("x", 26, 26)]
    [InlineData("x", 300, 400)]
    [InlineData("心", 1000, 1000)]
    [InlineData("🩺", 1000, 301)]
    public void However_much_is_wrong_the_error_fits_into_the_trailers(string text, int count, int length)
    {
        var violations = new Violations();
        for (var i = 0; i < count; i++) violations.Add($"spec.deployments[{i}]", string.Concat(Enumerable.Repeat(text, length)));

        var error = Assert.Throws<RpcException>(violations.ThrowIfAny);

        Assert.InRange(Size(error), 1, MostTrailers);
        var told = error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations;
        Assert.InRange(told.Count, 1, 26);
        Assert.All(told, violation => Assert.InRange(violation.Description.Length, 1, 303));
        if (count > told.Count) Assert.Equal($"and {count - told.Count + 1} more.", told[^1].Description);
    }

    [Fact]
    public void A_few_violations_are_told_whole()
    {
        var violations = new Violations();
        for (var i = 0; i < 25; i++) violations.Add($"a[{i}]", "must be b.");

        var error = Assert.Throws<RpcException>(violations.ThrowIfAny);

        Assert.EndsWith("a[24]: must be b.", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_is_not_quoted_whole()
    {
        var error = Errors.NotFound("run", new string('r', 5_000_000));

        Assert.Contains("There is no run 'rrr", error.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(Size(error), 1, 1000);
    }

    [Fact]
    public void A_long_message_is_cut() => Assert.InRange(Size(Errors.NotReady("RUN_FAILED", new string('ü', 5000))), 1, MostTrailers);

    private static int Size(RpcException error) =>
        Uri.EscapeDataString(error.Status.Detail).Length + error.Trailers.Sum(entry => entry.IsBinary ? (entry.ValueBytes.Length + 2) / 3 * 4 : entry.Value.Length);
}
