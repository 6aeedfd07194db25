namespace MedHelm.Catalog.Definitions;

/// <summary>What names the right option.</summary>
internal enum GoldKind
{
    Letter,
    Text,

    /// <summary>Counted from 1.</summary>
    Number,
}
