using System.Security.Cryptography;
using System.Text;
using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog;

/// <summary>Where the parts of one catalog folder are.</summary>
internal sealed class CatalogFolder(string path, string standardRubric)
{
    /// <summary>True for the catalog that comes with the software.</summary>
    public bool IsBundled => string.Equals(Path.GetFullPath(path), Path.GetFullPath(BenchmarkCatalog.BundledFolder), StringComparison.Ordinal);

    /// <summary>The template of juror prompts that definitions fill in.</summary>
    public string StandardRubric => standardRubric;

    /// <summary>Folder of a benchmark's sample; null when it has none.</summary>
    public string? SampleOf(string id) => Existing("samples", id);

    /// <summary>Folder of a benchmark's full data in a user's catalog; null when it has none there.</summary>
    public string? DataOf(string id) => Existing("datasets", id);

    /// <summary>The digest of a definition that uses the standard rubric: of both texts.</summary>
    public string Mixed(string definitionSha256) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definitionSha256 + "\n" + standardRubric)));

    private string? Existing(string part, string id)
    {
        var folder = Path.Combine(path, part, id);
        return CatalogNames.IsBenchmarkId(id) && Directory.Exists(folder) ? folder : null;
    }
}
