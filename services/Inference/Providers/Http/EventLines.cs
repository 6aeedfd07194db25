using System.Net.ServerSentEvents;

namespace MedHelm.Inference.Providers.Http;

/// <summary>Reads server-sent events.</summary>
internal static class EventLines
{
    private const long LongestLine = ProviderHttp.MaxReplyBytes;
    private const long LongestStream = 16L * ProviderHttp.MaxReplyBytes;

    /// <summary>Hands over each event's type ("message" where it has none) and data, until the stream ends or the reader says it has all.</summary>
    /// <param name="body">The stream.</param>
    /// <param name="read">Takes an event; true when no more are needed.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task ReadAsync(Stream body, Func<string, string, bool> read, CancellationToken cancel)
    {
        await foreach (var item in SseParser.Create(new LimitedStream(body, LongestLine, LongestStream)).EnumerateAsync(cancel))
            if (read(item.EventType, item.Data)) return;
    }
}
