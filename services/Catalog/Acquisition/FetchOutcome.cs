namespace MedHelm.Catalog.Acquisition;

/// <summary>What fetching a benchmark came to.</summary>
/// <param name="Fetched">Files that are new.</param>
/// <param name="Present">Files that were there already.</param>
/// <param name="Unreachable">Paths that have neither an address nor an archive and are not there.</param>
public sealed record FetchOutcome(int Fetched, int Present, IReadOnlyList<string> Unreachable);
