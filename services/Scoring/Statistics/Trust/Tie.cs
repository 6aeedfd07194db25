namespace MedHelm.Scoring.Statistics.Trust;

/// <summary>How a juror is tied to a candidate.</summary>
internal enum Tie
{
    /// <summary>Not, as far as is known.</summary>
    None,

    /// <summary>It is the same model.</summary>
    Model,

    /// <summary>Both models are of one vendor.</summary>
    Vendor,
}
