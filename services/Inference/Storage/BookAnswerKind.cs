namespace MedHelm.Inference.Storage;

/// <summary>What the books say to an entry.</summary>
internal enum BookAnswerKind
{
    /// <summary>Done; for a claim: granted.</summary>
    Done = 0,

    /// <summary>The question has been answered.</summary>
    Answered = 1,

    /// <summary>Somebody else is asking it.</summary>
    Held = 2,

    /// <summary>A budget has no room.</summary>
    NoRoom = 3,
}
