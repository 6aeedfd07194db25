namespace MedHelm.Inference.Providers;

/// <summary>Where a batch is at its provider.</summary>
internal enum BatchPhase
{
    /// <summary>Not at its end.</summary>
    UnderWay = 0,

    /// <summary>At its end, whole or not: what results there are can be read.</summary>
    Ended = 1,

    /// <summary>The provider took none of it.</summary>
    Refused = 2,
}
