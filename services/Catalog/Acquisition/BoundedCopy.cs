using System.Security.Cryptography;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Copies streams whose stated length is not to be trusted.</summary>
internal static class BoundedCopy
{
    private const int BufferSize = 1 << 17;

    /// <summary>Bytes copied: at most one buffer more than <paramref name="expected"/>, so that anything longer is told by the result.</summary>
    public static long Run(Stream from, Stream to, long expected, IncrementalHash? hash, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var total = 0L;
        for (int read; total <= expected && (read = from.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += read;
            hash?.AppendData(buffer, 0, read);
            to.Write(buffer, 0, read);
        }

        return total;
    }
}
