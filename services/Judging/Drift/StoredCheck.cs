using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Drift;

/// <summary>A check of one juror, begun or done.</summary>
/// <param name="Juror">Name within the jury.</param>
/// <param name="Number">Counted over all checks of the juror, from 1.</param>
/// <param name="Version">What was checked.</param>
/// <param name="SampleIndex">Number of the samples that the juror is asked for; no other check has it, so no earlier reply can stand for a new one.</param>
internal sealed record StoredCheck(string Juror, int Number, string Version, int SampleIndex)
{
    /// <summary>The slot of its first anchor, counted over all checks of the version.</summary>
    public required int FirstSlot { get; init; }

    /// <summary>Most anchors that it judges.</summary>
    public required int Most { get; init; }

    /// <summary>False while it is under way, or was broken off.</summary>
    public required bool Done { get; init; }

    /// <summary>What it shows so far.</summary>
    public required DriftCheck Content { get; init; }
}
