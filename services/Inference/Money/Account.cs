namespace MedHelm.Inference.Money;

/// <summary>What counts against one budget, in billionths of a US dollar.</summary>
internal sealed class Account
{
    /// <summary>Settled costs, presumed ones included.</summary>
    public long Spent { get; set; }

    /// <summary>Worst cases of calls under way.</summary>
    public long Reserved { get; set; }

    /// <summary>Of spent, what was booked at its worst case because nobody saw the end of the call.</summary>
    public long Presumed { get; set; }

    /// <summary>Null: no limit.</summary>
    public long? Limit { get; init; }
}
