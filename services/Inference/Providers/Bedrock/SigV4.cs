using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MedHelm.Inference.Providers.Bedrock;

/// <summary>AWS Signature Version 4, in headers, for addresses without a query.</summary>
internal static class SigV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The headers that sign a request, Authorization among them.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="address">Its host and path are signed.</param>
    /// <param name="headers">Further headers to sign; names in lower case.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="keys">Who signs.</param>
    /// <param name="region">Region of the service.</param>
    /// <param name="service">AWS's short name of it.</param>
    /// <param name="now">The signature holds for some minutes around.</param>
    public static IReadOnlyDictionary<string, string> Headers(
        string method, Uri address, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, AwsKeys keys, string region, string service, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.Authority, ["x-amz-date"] = time };
        foreach (var (name, value) in headers) signed[name] = value;
        if (keys.SessionToken is { } token) signed["x-amz-security-token"] = token;
        var names = string.Join(';', signed.Keys);
        var canonical = string.Join('\n', method, Path(address), "", string.Concat(signed.Select(header => $"{header.Key}:{header.Value.Trim()}\n")), names, Hash(body));
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var toSign = string.Join('\n', Algorithm, time, scope, Hash(Encoding.UTF8.GetBytes(canonical)));
        var key = new[] { time[..8], region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + keys.SecretAccessKey), Mac);
        var result = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["x-amz-date"] = time,
            ["authorization"] = $"{Algorithm} Credential={keys.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Mac(key, toSign))}",
        };
        if (keys.SessionToken is { } session) result["x-amz-security-token"] = session;
        return result;
    }

    // What the address has encoded is encoded once more.
    private static string Path(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
