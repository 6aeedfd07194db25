namespace MedHelm.Judging.Ratings;

/// <summary>What one clinician said about one answer.</summary>
/// <param name="Rater">The clinician.</param>
/// <param name="Benchmark">Benchmark id.</param>
/// <param name="InstanceId">Instance id.</param>
/// <param name="Candidate">Whose answer it is.</param>
/// <param name="Marks">One mark for each criterion of the set.</param>
/// <param name="Jury">The jury's marks of the same criteria; null where there are none.</param>
internal sealed record RatingRow(string Rater, string Benchmark, string InstanceId, string Candidate, IReadOnlyList<double> Marks, IReadOnlyList<double>? Jury)
{
    /// <summary>The answer it is about.</summary>
    public (string Benchmark, string InstanceId, string Candidate) Answer => (Benchmark, InstanceId, Candidate);
}
