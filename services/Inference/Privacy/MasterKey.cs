using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MedHelm.Inference.Privacy;

/// <summary>The key that wraps the keys of projects. Comes from outside and is never stored or shown.</summary>
internal sealed class MasterKey(byte[] key)
{
    private const int IdLength = 16;

    /// <summary>Tells master keys apart without saying anything about them; stored beside each wrapped key.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData([.. "medhelm master key"u8, .. key]))[..IdLength];

    /// <summary>The key of a project as it may be stored.</summary>
    public byte[] Wrap(byte[] projectKey, string project, int version)
    {
        var wrapped = new byte[projectKey.Length + AuthenticatedBytes.Overhead];
        AuthenticatedBytes.Seal(key, projectKey, Place(project, version), wrapped);
        return wrapped;
    }

    /// <exception cref="TamperedTextException">It was not wrapped by this key for this place.</exception>
    public byte[] Unwrap(byte[] wrapped, string project, int version)
    {
        try
        {
            return AuthenticatedBytes.Open(key, wrapped, Place(project, version));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new TamperedTextException(string.Create(CultureInfo.InvariantCulture, $"Key version {version} of project '{project}' was changed where it is stored. Restore table project_keys from a backup."), e);
        }
    }

    // A wrapped key cannot be moved to another project or version.
    private static byte[] Place(string project, int version) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"medhelm project key|{version}|{project}"));
}
