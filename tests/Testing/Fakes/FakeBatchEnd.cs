namespace MedHelm.Testing.Fakes;

/// <summary>What becomes of one question of a batch at the fake provider.</summary>
public enum FakeBatchEnd
{
    /// <summary>An answer; billed.</summary>
    Answered = 0,

    /// <summary>The batch ended before it was asked; not billed.</summary>
    Expired = 1,

    /// <summary>The server failed; not billed.</summary>
    ServerError = 2,

    /// <summary>The request is called invalid; not billed.</summary>
    Invalid = 3,

    /// <summary>The batch was cancelled before it was asked; not billed.</summary>
    Cancelled = 4,
}
