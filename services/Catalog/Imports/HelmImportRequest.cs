using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Catalog.Imports;

/// <summary>What to import, and what MedHELM's own files do not say.</summary>
/// <param name="Config">Path of the benchmark's YAML file as MedHELM reads it.</param>
/// <param name="Into">The user's catalog folder; made where it does not exist.</param>
public sealed record HelmImportRequest(string Config, string Into)
{
    /// <summary>Null makes one from the name.</summary>
    public string? Id { get; init; }

    public DataTier Tier { get; init; } = DataTier.Private;

    /// <summary>Lowest mark of the jury's scale.</summary>
    public int ScaleMin { get; init; }

    /// <summary>Highest mark of the jury's scale.</summary>
    public int ScaleMax { get; init; } = 5;

    /// <summary>A judges.yaml whose judges take the place of the config's; null for none.</summary>
    public string? Judges { get; init; }

    /// <summary>True when the config may name files outside its own folder.</summary>
    public bool AllowOutside { get; init; }

    /// <summary>Place in the taxonomy; null for its first category.</summary>
    public string? Category { get; init; }

    /// <summary>Null for the category's first.</summary>
    public string? Subcategory { get; init; }
}
