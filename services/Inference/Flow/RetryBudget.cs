namespace MedHelm.Inference.Flow;

/// <summary>
/// Keeps the retries of a deployment below half of its calls over the last while, so that an outage does not become a storm. A
/// small run has enough from the start, and with nothing put by a retry waits for its turn, one a second.
/// </summary>
internal sealed class RetryBudget(TimeProvider clock)
{
    private const double AtFirst = 20;
    private const double Most = 100;
    private const double EachCall = 0.5;
    private const double EachSecond = 1;

    private readonly Lock gate = new();
    private double balance = AtFirst;
    private long countedAt = clock.GetTimestamp();

    /// <summary>Every call, retries included, pays for half a retry.</summary>
    public void Called()
    {
        lock (gate) balance = Math.Min(Most, balance + EachCall);
    }

    /// <summary>Takes a retry, and says how long it must wait.</summary>
    public TimeSpan Take()
    {
        lock (gate)
        {
            // Time pays only for what small runs are short of.
            var passed = clock.GetElapsedTime(countedAt).TotalSeconds * EachSecond;
            countedAt = clock.GetTimestamp();
            if (balance < AtFirst) balance = Math.Min(AtFirst, balance + passed);
            balance--;
            return balance >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-balance / EachSecond);
        }
    }
}
