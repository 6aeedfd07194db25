namespace MedHelm.Judging.Verdicts;

/// <summary>What one object of a reply says about the criteria.</summary>
/// <param name="Source">The outermost object it stands in.</param>
/// <param name="Marks">By criterion: the mark, null where what stands there is no number; and its explanation.</param>
/// <param name="Missing">Criteria without anything in the place of a mark.</param>
/// <param name="IsTorn">True when it names a criterion twice with different marks.</param>
internal sealed record Rating(JsonPiece Source, IReadOnlyDictionary<string, (double? Score, string Explanation)> Marks, IReadOnlyList<string> Missing, bool IsTorn)
{
    /// <summary>True when every mark is a number.</summary>
    public bool IsNumeric => Marks.Values.All(mark => mark.Score is not null);

    /// <summary>True when the two cannot both be meant.</summary>
    public bool Contradicts(Rating other) => IsTorn || Marks.Any(mark => other.Marks[mark.Key].Score != mark.Value.Score);
}
