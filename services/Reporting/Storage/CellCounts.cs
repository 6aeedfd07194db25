namespace MedHelm.Reporting.Storage;

/// <summary>How many rows of each kind one cell has: enough to tell whether anything is still to come.</summary>
internal sealed class CellCounts
{
    public long Outcomes { get; init; }

    public long Answered { get; init; }

    public long JurorOutcomes { get; init; }

    public long Decided { get; init; }

    public long Verdicts { get; init; }

    /// <summary>True when every instance has its outcome and score, and every answer its juror calls and verdicts.</summary>
    internal bool IsComplete(long instances, long jurors) =>
        Outcomes >= instances && Decided >= instances && JurorOutcomes >= Answered * jurors && Verdicts >= Answered * jurors;
}
