namespace MedHelm.Catalog.Definitions;

/// <summary>What happens to an instance with the input of an earlier one of its subset.</summary>
internal enum Duplicates
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>It is left out and counted; where the gold differs, all with that input are.</summary>
    Drop,

    /// <summary>They become one, at the first one's place with the last one's gold (HELM's dictionaries keyed by prompt).</summary>
    Collapse,
}
