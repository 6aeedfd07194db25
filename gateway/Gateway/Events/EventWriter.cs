namespace MedHelm.Gateway.Events;

/// <summary>Writes server-sent events, each at once. The response starts with the first.</summary>
internal sealed class EventWriter(HttpResponse response)
{
    private const int RetryMilliseconds = 2000;

    /// <summary>True once something was written.</summary>
    public bool Started { get; private set; }

    /// <summary>Writes an event; data is one line.</summary>
    public Task WriteAsync(string name, string data, CancellationToken cancellation) => WriteTextAsync($"event: {name}\ndata: {data}\n\n", cancellation);

    /// <summary>Writes a comment, which readers skip and proxies take for life.</summary>
    public Task WriteCommentAsync(string text, CancellationToken cancellation) => WriteTextAsync($": {text}\n\n", cancellation);

    private async Task WriteTextAsync(string text, CancellationToken cancellation)
    {
        if (!Started)
        {
            Started = true;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            // Proxies of the nginx kind hold streams back without this.
            response.Headers["X-Accel-Buffering"] = "no";
            text = $"retry: {RetryMilliseconds}\n\n{text}";
        }
        await response.WriteAsync(text, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
