using System.Text;
using MedHelm.Inference.Providers.Bedrock;
using Xunit;

namespace MedHelm.Tests.Unit.Inference.Providers;

/// <summary>The cases of AWS's published test suite that fit a service without queries.</summary>
public sealed class SigV4Tests
{
    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    [Theory]
    [InlineData("GET", "", "", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "", "", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("POST", "my-header1", "VALUE1", "", "host;my-header1;x-amz-date", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    [InlineData("POST", "content-type", "application/x-www-form-urlencoded", "Param1=value1", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void Signatures_are_those_that_aws_publishes(string method, string header, string value, string body, string signedHeaders, string signature) => Assert.Equal(
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}",
        Sign(method, header.Length == 0 ? [] : new() { [header] = value }, body, null)["authorization"]);

    [Fact]
    public void Temporary_keys_send_and_sign_their_token()
    {
        var headers = Sign("POST", [], "", Token);

        Assert.Equal(Token, headers["x-amz-security-token"]);
        Assert.EndsWith("SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", headers["authorization"], StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, string> Sign(string method, Dictionary<string, string> headers, string body, string? token) => SigV4.Headers(
        method, new Uri("https://example.amazonaws.com/"), headers, Encoding.UTF8.GetBytes(body), new AwsKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token),
        "us-east-1", "service", new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
}
