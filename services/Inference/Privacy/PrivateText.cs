using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MedHelm.Inference.Privacy;

/// <summary>
/// Private-tier text as it is stored, in the archive and in the hot cache: magic "MHP1", key version (4 bytes, big endian), nonce
/// (12), tag (16), AES-256-GCM cipher text. The project and what the text belongs to are authenticated with it.
/// </summary>
internal sealed class PrivateText(ProjectKeys keys, MasterKeyRing masters)
{
    private const int VersionAt = 4;
    private const int HeaderBytes = 8;

    /// <summary>Why private text cannot be kept here, for people; null when it can. To be asked before anything is paid for.</summary>
    public string? Refusal => masters.Refusal;

    /// <summary>Encrypts. Reads the database only for the first text of a project in <see cref="ProjectKeys.KeepFor"/>.</summary>
    /// <param name="project">Whose key is used; made when there is none.</param>
    /// <param name="plain">What is to be kept, any length.</param>
    /// <param name="associated">What it belongs to, such as the request digest; opens only with the same.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="MasterKeyMissingException">No master key is configured where one must be.</exception>
    public async Task<byte[]> SealAsync(string project, ReadOnlyMemory<byte> plain, string associated, CancellationToken cancel)
    {
        var (version, key) = await keys.CurrentAsync(project, cancel);
        var content = new byte[HeaderBytes + AuthenticatedBytes.Overhead + plain.Length];
        "MHP1"u8.CopyTo(content);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(VersionAt), version);
        AuthenticatedBytes.Seal(key, plain.Span, Bind(content, project, associated), content.AsSpan(HeaderBytes));
        return content;
    }

    /// <summary>Decrypts. Null when the key was destroyed or is unknown: the text is gone for good.</summary>
    /// <exception cref="TamperedTextException">The bytes were changed, or were sealed for another project or something else.</exception>
    /// <exception cref="MasterKeyMissingException">The key is there, and the master key that wrapped it is not.</exception>
    public async Task<byte[]?> OpenAsync(string project, ReadOnlyMemory<byte> content, string associated, CancellationToken cancel)
    {
        if (content.Length < HeaderBytes + AuthenticatedBytes.Overhead || !content.Span.StartsWith("MHP1"u8))
            throw new TamperedTextException($"A private text of project '{project}' is not as it was stored: it does not begin as one.");
        var version = BinaryPrimitives.ReadInt32BigEndian(content.Span[VersionAt..]);
        if (await keys.FindAsync(project, version, cancel) is not { } key) return null;
        try
        {
            return AuthenticatedBytes.Open(key, content.Span[HeaderBytes..], Bind(content.Span, project, associated));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new TamperedTextException($"A private text of project '{project}' is not as it was stored, or was stored for something else.", e);
        }
    }

    private static byte[] Bind(ReadOnlySpan<byte> content, string project, string associated) =>
        [.. content[..HeaderBytes], .. Encoding.UTF8.GetBytes(project), 0, .. Encoding.UTF8.GetBytes(associated)];
}
