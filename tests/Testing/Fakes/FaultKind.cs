namespace MedHelm.Testing.Fakes;

/// <summary>What the fake provider does instead of a good reply.</summary>
public enum FaultKind
{
    /// <summary>429 with Retry-After; not billed.</summary>
    TooManyRequests = 0,

    /// <summary>500; not billed.</summary>
    ServerError = 1,

    /// <summary>No answer until the caller gives up. Billed: the model has worked.</summary>
    Hang = 2,

    /// <summary>The connection is cut instead of the answer. Billed: the model has worked.</summary>
    DropConnection = 3,

    /// <summary>200 with JSON that ends in the middle; billed.</summary>
    MalformedJson = 4,

    /// <summary>200 with no text; billed.</summary>
    EmptyContent = 5,

    /// <summary>200, cut off at the token limit; billed.</summary>
    Length = 6,

    /// <summary>200, refused by the content filter; billed.</summary>
    ContentFilter = 7,
}
