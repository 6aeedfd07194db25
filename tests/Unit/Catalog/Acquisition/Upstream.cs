using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

/// <summary>A publisher of files with the faults that a test gives it. Bare sockets, so that a connection ends after exactly so many bytes.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly LoopbackPort port = LoopbackPort.Claim();
    private readonly TcpListener listener;
    private readonly ConcurrentDictionary<string, Func<UpstreamRequest, UpstreamReply>> replies = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<UpstreamRequest> requests = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public Upstream()
    {
        listener = new TcpListener(IPAddress.Loopback, port.Number);
        listener.Start();
        serving = ServeAsync();
    }

    public IReadOnlyList<UpstreamRequest> Requests => [.. requests];

    public string Url(string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}{path}");

    /// <summary>The reply to each request, which is numbered from 1.</summary>
    public string On(string path, Func<int, UpstreamRequest, UpstreamReply> reply)
    {
        var number = 0;
        replies[path] = request => reply(++number, request);
        return Url(path);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Dispose();
        stop.Dispose();
        port.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            var request = await ReadAsync(stream);
            requests.Enqueue(request);
            var reply = replies.TryGetValue(request.Path, out var make) ? make(request) : new(404, []);
            var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Said\r\nContent-Length: {reply.Body.Length}\r\nConnection: close\r\n");
            foreach (var (name, value) in reply.Headers)
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop.Token);
            var sent = reply.Body.AsMemory(0, reply.DropAfter ?? reply.Body.Length);
            await stream.WriteAsync(sent, stop.Token);
            request.BytesSent = sent.Length;
            stream.Socket.Shutdown(SocketShutdown.Send);
            // The other side closes when it has read everything.
            while (await stream.ReadAsync(new byte[256], stop.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The client went away, which some tests make it do.
        }
    }

    private async Task<UpstreamRequest> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(stop.Token) ?? throw new IOException("Nothing was asked.")).Split(' ')[1];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        long? from = headers.TryGetValue("Range", out var range) ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null;
        return new(path, from, headers.GetValueOrDefault("If-Range"));
    }
}
