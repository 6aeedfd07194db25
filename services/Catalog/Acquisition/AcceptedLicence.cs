namespace MedHelm.Catalog.Acquisition;

/// <summary>Who agreed to the terms of a benchmark's data, and when.</summary>
/// <param name="Licence">The terms as the definition worded them then.</param>
/// <param name="AcceptedBy">A name as it was given.</param>
/// <param name="AcceptedAt">When.</param>
public sealed record AcceptedLicence(string Licence, string AcceptedBy, DateTimeOffset AcceptedAt);
