namespace MedHelm.Testing.Fakes;

/// <summary>When a fault strikes. The first rule that matches a request decides.</summary>
public sealed class FaultRule(FaultKind kind)
{
    private int matched;

    public FaultKind Kind { get; } = kind;

    /// <summary>Which requests; all by default.</summary>
    public Predicate<ChatRequest> When { get; init; } = static _ => true;

    /// <summary>Of the matching requests only each n-th, starting with the first. Default 1: each.</summary>
    public int Every { get; init; } = 1;

    /// <summary>How often at most; unlimited by default.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>The Retry-After header of <see cref="FaultKind.TooManyRequests"/>, in whole seconds; zero sends none. Default 1 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    internal bool Strikes(ChatRequest request)
    {
        if (!When(request)) return false;
        var index = Interlocked.Increment(ref matched) - 1;
        return index % Every == 0 && index / Every < Times;
    }
}
