namespace MedHelm.Judging.Verdicts;

/// <summary>A piece of what a model wrote as JSON.</summary>
internal sealed class JsonPiece
{
    public required JsonPieceKind Kind { get; init; }

    /// <summary>Of a string its content; of anything bare, such as a number or null, what stands there.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of an object, in order. A name can stand twice.</summary>
    public List<(string Name, JsonPiece Value)> Members { get; } = [];

    /// <summary>Of a list.</summary>
    public List<JsonPiece> Items { get; } = [];

    /// <summary>False when the text ended inside it.</summary>
    public bool Whole { get; set; } = true;
}
