using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Http;
using Microsoft.Extensions.Time.Testing;

namespace MedHelm.Tests.Unit.Inference.Providers;

/// <summary>A provider that answers what it is told, and keeps what it was asked.</summary>
internal sealed class CannedServer : HttpMessageHandler, IHttpClientFactory
{
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string ContentType { get; set; } = "application/json";

    public byte[] Body { get; set; } = [];

    /// <summary>Most bytes that one read gives.</summary>
    public int PieceLength { get; set; } = int.MaxValue;

    /// <summary>The connection breaks after the body.</summary>
    public bool Breaks { get; set; }

    /// <summary>Thrown in the place of an answer.</summary>
    public Exception? Failure { get; set; }

    public Dictionary<string, string> ReplyHeaders { get; } = new(StringComparer.Ordinal);

    public Uri? Asked { get; private set; }

    public string AskedBody { get; private set; } = "";

    public Dictionary<string, string> AskedHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int Calls { get; private set; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ProviderHttp Http => new(this, Clock);

    public CannedServer Says(string body, string contentType = "application/json")
    {
        Body = Encoding.UTF8.GetBytes(body);
        ContentType = contentType;
        return this;
    }

    /// <summary>A stream of events, each a line of data, or "type: data".</summary>
    public CannedServer Streams(int pieceLength, params string[] data)
    {
        PieceLength = pieceLength;
        return Says(string.Concat(data.Select(item => $"data: {item}\n\n")), "text/event-stream; charset=utf-8");
    }

    public JsonElement AskedJson() => JsonDocument.Parse(AskedBody).RootElement;

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    public async Task<(ProviderReply Reply, List<string> Pieces)> StreamAsync(IProvider provider, ProviderRequest request)
    {
        var pieces = new List<string>();
        return (await provider.CompleteAsync(request, pieces.Add, CancellationToken.None), pieces);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        Asked = request.RequestUri;
        AskedBody = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        foreach (var header in request.Headers) AskedHeaders[header.Key] = string.Join(',', header.Value);
        if (Failure is not null) throw Failure;
        var response = new HttpResponseMessage(Status) { Content = new StreamContent(new PieceStream(Body, PieceLength, Breaks)) };
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        foreach (var (name, value) in ReplyHeaders) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
