namespace MedHelm.Scoring.Encoders.Http;

/// <summary>What the endpoint answers, in JSON with names in lower case. Whatever else is in it is passed over.</summary>
internal sealed record EncodeReply
{
    /// <summary>Name and version of the model. Required.</summary>
    public string? Model { get; init; }

    /// <summary>For each text, for each token, its vector. Required.</summary>
    public float[][][]? Vectors { get; init; }

    /// <summary>For each text, for each token, whether it stands for no text. Required.</summary>
    public bool[][]? Special { get; init; }

    /// <summary>For each text, whether it was cut. None means none was.</summary>
    public bool[]? Cut { get; init; }
}
