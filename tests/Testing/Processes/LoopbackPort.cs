using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MedHelm.Testing.Processes;

/// <summary>
/// A free port on 127.0.0.1 below 32768 (client sockets take the ports above), kept from every other test process until disposed.
/// </summary>
public sealed class LoopbackPort : IDisposable
{
    private const int Lowest = 20000;
    private const int BeyondHighest = 32000;
    private readonly Socket claim;

    private LoopbackPort(int number, Socket claim) => (Number, this.claim) = (number, claim);

    public int Number { get; }

    public static LoopbackPort Claim()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var number = RandomNumberGenerator.GetInt32(Lowest, BeyondHighest);
            if (TryClaim(number) is not { } claim) continue;
            if (!Listens(number)) return new(number, claim);
            claim.Dispose();
        }
        throw new InvalidOperationException($"Found no free port on 127.0.0.1 between {Lowest} and {BeyondHighest}.");
    }

    public void Dispose() => claim.Dispose();

    // An abstract socket name is exclusive on the whole machine, whoever the user is, and vanishes with the process.
    private static Socket? TryClaim(int number)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint($"\0medhelm-port-{number}"));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Whether some program listens there already.</summary>
    internal static bool Listens(int number)
    {
        using var listener = new TcpListener(IPAddress.Loopback, number);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
