using System.Security.Cryptography;
using System.Text;

namespace MedHelm.Contracts;

/// <summary>The one digest of the system: lower-case hex SHA-256.</summary>
public static class Digest
{
    /// <summary>Digest of the UTF-8 text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Digest of the bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }
}
