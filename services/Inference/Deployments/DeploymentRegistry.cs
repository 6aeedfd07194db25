using System.Security.Cryptography;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers.Baselines;
using MedHelm.Inference.Providers.Replay;

namespace MedHelm.Inference.Deployments;

/// <summary>
/// The deployments of this installation: the built-in baselines and those of the user's file as they are now. Whoever has found
/// one keeps it as it was; ask again for each piece of work.
/// </summary>
internal sealed class DeploymentRegistry
{
    private volatile DeploymentSet present;
    private volatile IReadOnlyList<string> warnings = [];

    internal DeploymentRegistry(IEnumerable<DeploymentDefinition> deployments, string fingerprint = "")
    {
        present = new DeploymentSet([.. deployments]);
        Fingerprint = fingerprint;
    }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<DeploymentDefinition> All => present.All;

    /// <summary>Why the file as it is now was not taken; empty when it was.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>What <see cref="FingerprintOf"/> said of the files that were read at the start.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the file, if there is one, beside the baselines.</summary>
    /// <exception cref="ServiceDefaults.SettingsException">The file is unusable.</exception>
    public static DeploymentRegistry Load(string? file, PriceCatalog prices)
    {
        if (file is null) return new DeploymentRegistry(BaselineProvider.Deployments);
        var digest = DigestOf(file);
        var read = DeploymentFile.Read(file, prices);
        return new DeploymentRegistry([.. BaselineProvider.Deployments, .. read], Fingerprinted(digest, read));
    }

    public DeploymentDefinition? Find(string id) => present.Find(id);

    /// <summary>Says whether the file, or a recording that its deployments replay, is another than before.</summary>
    public string FingerprintOf(string file) => Join(DigestOf(file), All.Where(deployment => deployment.Provider != "baseline")
        .Select(deployment => deployment.Recordings.Count > 0 ? Recording.StampOf(deployment.Recordings) : null));

    /// <summary>Puts others in the place of those of the file, at once.</summary>
    public void Replace(IEnumerable<DeploymentDefinition> ofFile)
    {
        present = new DeploymentSet([.. BaselineProvider.Deployments, .. ofFile]);
        warnings = [];
    }

    /// <summary>Keeps the deployments and says why.</summary>
    public void Keep(IReadOnlyList<string> because) => warnings = because;

    /// <summary>What <see cref="FingerprintOf"/> will say as long as nothing changes after deployments were read.</summary>
    public static string Fingerprinted(string digest, IEnumerable<DeploymentDefinition> read) => Join(digest, read.Select(deployment => deployment.Recording?.Stamp));

    /// <summary>Digest of the file's bytes. They are read each time: it is a page of text, and in a mounted volume the times of links say nothing.</summary>
    public static string DigestOf(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: > PlainYaml.LargestLength } ? "too large" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    private static string Join(string digest, IEnumerable<string?> stamps) => string.Join('|', stamps.Where(stamp => stamp is not null).Order(StringComparer.Ordinal).Prepend(digest));
}
