using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MedHelm.Benchmarks.Direct;

/// <summary>One connection of HTTP/1.1 that does as little as possible itself, so that the server is what is measured.</summary>
internal sealed class HttpConnection(Socket socket, byte[][] requests)
{
    private readonly byte[] buffer = new byte[64 * 1024];

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new HttpConnection(socket, [.. Enumerable.Range(0, Questions.Count).Select(index => Request(address, Questions.Json(index)))]);
    }

    /// <summary>Asks a question and reads the whole answer.</summary>
    public async Task AskAsync(int index)
    {
        await socket.SendAsync(requests[index]);
        var (read, whole) = (0, int.MaxValue);
        while (read < whole)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read));
            if (more == 0) throw new IOException("The server closed the connection.");
            read += more;
            if (whole == int.MaxValue) whole = Length(buffer.AsSpan(0, read));
        }
    }

    private static int Length(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return int.MaxValue;
        if (!answer.StartsWith("HTTP/1.1 200"u8)) throw new InvalidDataException(Encoding.UTF8.GetString(answer));
        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) throw new InvalidDataException("The answer has no Content-Length.");
        var number = head[(at + 16)..];
        var line = number.IndexOf((byte)'\r');
        return end + 4 + int.Parse(line < 0 ? number : number[..line], CultureInfo.InvariantCulture);
    }

    private static byte[] Request(Uri address, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer none\r\nContent-Length: {body.Length}\r\n\r\n")),
        .. body,
    ];
}
