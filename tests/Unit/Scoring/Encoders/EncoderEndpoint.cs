using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

/// <summary>An endpoint that gives each text a vector a word, one number being its length; it keeps what it was asked, and can be told to answer otherwise.</summary>
internal sealed class EncoderEndpoint : HttpMessageHandler, IHttpClientFactory
{
    public List<IReadOnlyList<string>> Calls { get; } = [];

    public string? Authorization { get; private set; }

    /// <summary>Answers in the place of the usual one, one a call; null is the usual.</summary>
    public Queue<Func<HttpResponseMessage>?> Answers { get; } = new();

    public string Model { get; set; } = "endpoint@1";

    public long MostBytes { get; set; } = int.MaxValue;

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostBytes };

    public static HttpResponseMessage Says(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement;
        string[] texts = [.. body.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];
        Calls.Add(texts);
        Authorization = request.Headers.Authorization?.ToString();
        if (Answers.TryDequeue(out var answer) && answer is not null) return answer();
        return Says(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"model":"{{Model}}","tokens":[],"vectors":[{{string.Join(",", texts.Select(Vectors))}}],"special":[{{string.Join(",", texts.Select(Special))}}],"cut":[{{string.Join(",", texts.Select(text => text.Length > 20 ? "true" : "false"))}}]}"""));
    }

    private static string Vectors(string text) => $"[{string.Join(",", text.Split(' ').Select(word => $"[1,{word.Length},0.5]").Prepend("[1,0,0]"))}]";

    private static string Special(string text) => $"[{string.Join(",", text.Split(' ').Select(_ => "false").Prepend("true"))}]";
}
