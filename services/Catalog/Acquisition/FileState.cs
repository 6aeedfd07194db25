namespace MedHelm.Catalog.Acquisition;

/// <summary>How a file compares with what its benchmark is defined on.</summary>
public enum FileState
{
    Missing,
    Right,
    Wrong,

    /// <summary>It is there, and the definition gives no hash to compare it with.</summary>
    Unknown,
}
