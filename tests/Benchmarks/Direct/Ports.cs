using System.Globalization;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks.Direct;

/// <summary>Loopback addresses, kept until the end.</summary>
internal sealed class Ports : IDisposable
{
    private readonly List<LoopbackPort> claimed = [];

    public Uri Next()
    {
        var port = LoopbackPort.Claim();
        claimed.Add(port);
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}"));
    }

    public void Dispose()
    {
        foreach (var port in claimed) port.Dispose();
    }
}
