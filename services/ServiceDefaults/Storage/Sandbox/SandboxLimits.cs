namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>What a query may use.</summary>
public sealed record SandboxLimits
{
    /// <summary>Default 5 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most rows. Default 10,000.</summary>
    public int Rows { get; init; } = 10_000;

    /// <summary>Most characters or bytes of text in all rows together. Default 4 million.</summary>
    public long ResultSize { get; init; } = 4_000_000;

    /// <summary>Most bytes that SQLite may take for the query, over all of the process. Default 64 MiB.</summary>
    public long Memory { get; init; } = 64 * 1024 * 1024;
}
