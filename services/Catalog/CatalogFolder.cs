using System.Security.Cryptography;
using System.Text;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Catalog;

/// <summary>Where the parts of one catalog folder are.</summary>
internal sealed class CatalogFolder(string path, RubricTexts rubrics, IReadOnlySet<string> juries)
{
    /// <summary>True for the catalog that comes with the software.</summary>
    public bool IsBundled => string.Equals(Path.GetFullPath(path), Path.GetFullPath(BenchmarkCatalog.BundledFolder), StringComparison.Ordinal);

    /// <summary>The templates of juror prompts that definitions fill in.</summary>
    public RubricTexts Rubrics => rubrics;

    /// <summary>The ids that files tried to define as juries, sound or not.</summary>
    public IReadOnlySet<string> Juries => juries;

    /// <summary>Folder of a benchmark's sample; null when it has none.</summary>
    public string? SampleOf(string id) => Existing("samples", id);

    /// <summary>Folder of a benchmark's full data in a user's catalog; null when it has none there.</summary>
    public string? DataOf(string id) => Existing("datasets", id);

    /// <summary>The digest of a definition with a rubric: of its text and of the template it may fill in.</summary>
    public string Mixed(string definitionSha256, Rubric rubric) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definitionSha256 + "\n" + rubrics.For(RubricSectionReader.HasPoints(rubric)))));

    private string? Existing(string part, string id)
    {
        var folder = Path.Combine(path, part, id);
        return CatalogNames.IsBenchmarkId(id) && Directory.Exists(folder) ? folder : null;
    }
}
