using System.Globalization;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

internal sealed record UpstreamReply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Of the body; then the connection ends.</summary>
    public int? DropAfter { get; init; }

    public static UpstreamReply Refusal(int status) => new(status, []) { Headers = { ["Retry-After"] = "0" } };

    public static UpstreamReply Redirect(string to) => new(302, []) { Headers = { ["Location"] = to } };

    /// <summary>As a server with ranges answers.</summary>
    public static UpstreamReply File(UpstreamRequest request, byte[] content, string etag = "\"one\"")
    {
        if (request.From is not { } from || request.IfRange != etag)
            return new(200, content) { Headers = { ["ETag"] = etag } };
        var rest = Rest(from, content);
        rest.Headers["ETag"] = etag;
        return rest;
    }

    /// <summary>The rest, whatever it is the rest of.</summary>
    public static UpstreamReply Rest(long from, byte[] content) =>
        new(206, content[(int)from..])
        {
            Headers = { ["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{content.Length - 1}/{content.Length}") },
        };
}
