namespace MedHelm.Reporting.Storage;

/// <summary>How many rows of each kind one cell has: enough to tell whether anything is still to come.</summary>
internal sealed class CellCounts
{
    public long Outcomes { get; init; }

    public long Answered { get; init; }

    public long JurorOutcomes { get; init; }

    public long Decided { get; init; }

    public long Judged { get; init; }

    public long JurorCalls { get; init; }

    /// <summary>True when every instance has its outcome and score, and, where there is a jury, every answer its decision and the outcomes of the calls it took.</summary>
    internal bool IsComplete(long instances, bool jury) =>
        Outcomes >= instances && Decided >= instances && (!jury || (Judged >= Answered && JurorOutcomes >= JurorCalls));
}
