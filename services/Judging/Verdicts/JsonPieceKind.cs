namespace MedHelm.Judging.Verdicts;

/// <summary>What a piece of JSON is.</summary>
internal enum JsonPieceKind
{
    /// <summary>{ }.</summary>
    Object,

    /// <summary>[ ].</summary>
    List,

    /// <summary>In quotes of any kind.</summary>
    Text,

    /// <summary>Without quotes: numbers, true, null, and whatever else models write there.</summary>
    Bare,
}
