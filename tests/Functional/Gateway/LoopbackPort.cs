using System.Net;
using System.Net.Sockets;

namespace MedHelm.Tests.Functional.Gateway;

/// <summary>Ports on which nothing listens, below those that outgoing connections take.</summary>
internal static class LoopbackPort
{
    private const int First = 20_000;
    private const int Span = 8_000;
    private static int next = Environment.ProcessId * 40 % Span;

    public static int Free()
    {
        for (var tries = 0; tries < Span; tries++)
        {
            var port = First + Interlocked.Increment(ref next) % Span;
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one may not be.
            }
        }
        throw new InvalidOperationException("No free port on the loopback interface.");
    }
}
