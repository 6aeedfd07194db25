using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Verdicts;

/// <summary>Finds a rubric's criteria and their marks in objects of a reply.</summary>
internal sealed class RatingForm(Rubric rubric)
{
    private static readonly string[] ScoreNames = ["score", "rating", "mark", "criteria_met", "met"];
    private static readonly string[] ExplanationNames = ["explanation", "reason", "reasoning", "rationale", "justification", "comment"];
    private static readonly string[] CriterionNames = ["criterion", "criteria", "name"];

    /// <summary>What an object says: itself where it names a criterion, else whatever is inside it does.</summary>
    public IEnumerable<Rating> RatingsIn(JsonPiece outer) => RatingsIn(outer, outer);

    /// <summary>True when a criterion's name occurs in it at all.</summary>
    public bool Concerns(JsonPiece piece) => piece.Kind switch
    {
        JsonPieceKind.Object => piece.Members.Exists(member => rubric.Criteria.Any(criterion => IsName(member.Name, criterion.Name)) || Concerns(member.Value)),
        JsonPieceKind.List => piece.Items.Exists(Concerns),
        _ => false,
    };

    /// <summary>One rating of several that have the criteria between them, each in one only; null when they have not.</summary>
    public Rating? Joined(IReadOnlyList<Rating> parts)
    {
        var marks = parts.SelectMany(part => part.Marks).ToList();
        return marks.Count == rubric.Criteria.Count && marks.DistinctBy(mark => mark.Key, StringComparer.Ordinal).Count() == marks.Count && parts.All(part => part.Source.Whole && !part.IsTorn)
            ? new Rating(parts[^1].Source, marks.ToDictionary(StringComparer.Ordinal), [], IsTorn: false)
            : null;
    }

    private IEnumerable<Rating> RatingsIn(JsonPiece piece, JsonPiece outer)
    {
        if (RatingOf(piece, outer) is { } rating) return [rating];
        var inside = piece.Kind == JsonPieceKind.Object ? piece.Members.Select(member => member.Value) : piece.Items;
        return inside.SelectMany(part => RatingsIn(part, outer));
    }

    private Rating? RatingOf(JsonPiece piece, JsonPiece outer)
    {
        List<(string Name, JsonPiece Value)> named = piece.Kind switch
        {
            JsonPieceKind.Object => piece.Members,
            // [{"criterion": "accuracy", "score": 4}, ...]
            JsonPieceKind.List => [.. piece.Items.Select(item => (Name: Member(item, CriterionNames)?.Text ?? "", item))],
            _ => [],
        };
        var marks = new Dictionary<string, (double? Score, string Explanation)>(StringComparer.Ordinal);
        var missing = new List<string>();
        var torn = false;
        foreach (var criterion in rubric.Criteria.Select(criterion => criterion.Name))
        {
            // Where names differ in case only, the one that is written as in the rubric is meant.
            var exact = named.Where(member => member.Name == criterion).ToList();
            var values = (exact.Count > 0 ? exact : [.. named.Where(member => IsName(member.Name, criterion))])
                .Select(member => (Mark: ScoreOf(member.Value), member.Value)).Where(found => found.Mark is not null).ToList();
            if (values.Count == 0)
            {
                missing.Add(criterion);
                continue;
            }
            var mark = NumberOf(values[0].Mark!);
            torn |= values.Exists(value => NumberOf(value.Mark!) != mark);
            marks[criterion] = (mark, ExplanationOf(values[0].Value));
        }
        return marks.Count == 0 ? null : new Rating(outer, marks, missing, torn);
    }

    private static JsonPiece? ScoreOf(JsonPiece rating)
    {
        var score = rating.Kind switch
        {
            JsonPieceKind.Object => Member(rating, ScoreNames),
            JsonPieceKind.List => null,
            _ => rating,
        };
        // A bare number that the text ends in may go on.
        return score is null || IsNothing(score) || (score is { Kind: JsonPieceKind.Bare or JsonPieceKind.Text, Whole: false }) ? null : score;
    }

    private static bool IsNothing(JsonPiece score) =>
        (score.Kind == JsonPieceKind.Text && string.IsNullOrWhiteSpace(score.Text)) || (score.Kind == JsonPieceKind.Bare && score.Text is "null" or "None" or "undefined");

    private double? NumberOf(JsonPiece score) => score.Kind is JsonPieceKind.Text or JsonPieceKind.Bare ? ScoreText.Read(score.Text, rubric.ScaleMin, rubric.ScaleMax) : null;

    private static string ExplanationOf(JsonPiece rating) => rating.Kind == JsonPieceKind.Object ? Plain(Member(rating, ExplanationNames)) : "";

    private static string Plain(JsonPiece? piece) => piece switch
    {
        null => "",
        { Kind: JsonPieceKind.Bare, Text: "null" or "None" } => "",
        { Kind: JsonPieceKind.List } => string.Join("; ", piece.Items.Select(Plain)),
        { Kind: JsonPieceKind.Object } => string.Join("; ", piece.Members.Select(member => $"{member.Name}: {Plain(member.Value)}")),
        _ => piece.Text,
    };

    private static JsonPiece? Member(JsonPiece piece, string[] names) => piece.Kind != JsonPieceKind.Object
        ? null
        : names.Select(name => piece.Members.Find(member => IsName(member.Name, name)).Value).FirstOrDefault(value => value is not null);

    private static bool IsName(string written, string name) => string.Equals(written.Trim().Trim('*', '_').Trim(), name, StringComparison.OrdinalIgnoreCase);
}
