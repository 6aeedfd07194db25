using System.Security.Cryptography;

namespace MedHelm.Inference.Privacy;

/// <summary>AES-256-GCM with a random nonce: nonce, tag, cipher text.</summary>
internal static class AuthenticatedBytes
{
    public const int KeyBytes = 32;

    /// <summary>Bytes it adds.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Fills the target, which is as long as the plain bytes and the overhead.</summary>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> target)
    {
        var nonce = target[..NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        // An instance is not safe for several threads, and cheap.
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, target[Overhead..], target[NonceBytes..Overhead], associated);
    }

    /// <exception cref="AuthenticationTagMismatchException">The bytes, the key or what is associated differ from what was sealed.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> associated)
    {
        if (content.Length < Overhead) throw new AuthenticationTagMismatchException("The sealed bytes are cut short.");
        var plain = new byte[content.Length - Overhead];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(content[..NonceBytes], content[Overhead..], content[NonceBytes..Overhead], plain, associated);
        return plain;
    }
}
