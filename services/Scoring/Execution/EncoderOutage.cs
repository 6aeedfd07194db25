namespace MedHelm.Scoring.Execution;

/// <summary>
/// How long the encoder has been failing. While that is short, whoever can come again does; then it is given up, and asked again only now and
/// then, so that nobody waits for it in vain. Its next success ends all of that.
/// </summary>
internal sealed class EncoderOutage(TimeProvider clock)
{
    /// <summary>Well within the minute for which the bus brings a message again, so that no message ends among the failed ones.</summary>
    internal static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(20);

    internal static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private long? since;
    private long probed;
    private string problem = "";

    /// <summary>Why it was given up; empty when it was not.</summary>
    internal string Problem
    {
        get
        {
            lock (gate) return IsGivenUp ? problem : "";
        }
    }

    private bool IsGivenUp => since is { } start && clock.GetElapsedTime(start) >= GivenUpAfter;

    /// <summary>Whether it may be asked. When it was given up, one may from time to time.</summary>
    internal bool MayAsk()
    {
        lock (gate)
        {
            if (!IsGivenUp) return true;
            if (clock.GetElapsedTime(probed) < BetweenProbes) return false;
            probed = clock.GetTimestamp();
            return true;
        }
    }

    /// <summary>Notes a failure; true when it is the first of an outage.</summary>
    internal bool Failed(string why)
    {
        lock (gate)
        {
            problem = why;
            probed = clock.GetTimestamp();
            if (since is not null) return false;
            since = clock.GetTimestamp();
            return true;
        }
    }

    /// <summary>Notes a success; true when it ends an outage.</summary>
    internal bool Succeeded()
    {
        lock (gate)
        {
            if (since is null) return false;
            since = null;
            return true;
        }
    }
}
