namespace MedHelm.Catalog.Acquisition;

/// <summary>What looking at one file or pattern showed.</summary>
/// <param name="Wanted">The file.</param>
/// <param name="State">How it compares.</param>
/// <param name="Sha256">Of the uncompressed bytes, or of a pattern's list of files; null when missing or unreadable.</param>
/// <param name="Count">Files that are there: more than one only for patterns.</param>
/// <param name="Problem">Why it cannot be read; else null.</param>
public sealed record FileFinding(WantedFile Wanted, FileState State, string? Sha256, int Count, string? Problem = null)
{
    /// <summary>What <see cref="Problem"/> comes from.</summary>
    internal Exception? Cause { get; init; }
}
