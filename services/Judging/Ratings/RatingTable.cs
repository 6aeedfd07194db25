namespace MedHelm.Judging.Ratings;

/// <summary>A table of ratings as it was read.</summary>
/// <param name="Criteria">What was rated, in the order of the table.</param>
/// <param name="Rows">The ratings.</param>
/// <param name="IgnoredColumns">Columns that were not used.</param>
internal sealed record RatingTable(IReadOnlyList<string> Criteria, IReadOnlyList<RatingRow> Rows, IReadOnlyList<string> IgnoredColumns);
