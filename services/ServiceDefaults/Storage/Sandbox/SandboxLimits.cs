namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>
/// What a query may use. Steps, rows and their size are the same on every machine and decide what comes of it; time and memory depend on
/// what else goes on, and only keep the process alive.
/// </summary>
public sealed record SandboxLimits
{
    /// <summary>Most steps of SQLite's virtual machine, up to a hundred more. Default 100 million, a few seconds of an idle processor.</summary>
    public long Steps { get; init; } = 100_000_000;

    /// <summary>Most rows. Default 10,000.</summary>
    public int Rows { get; init; } = 10_000;

    /// <summary>Most characters or bytes of text in all rows together. Default 4 million.</summary>
    public long ResultSize { get; init; } = 4_000_000;

    /// <summary>Technical. Default 30 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Technical: most bytes that SQLite may take meanwhile, over all of the process. Default 128 MiB.</summary>
    public long Memory { get; init; } = 128 * 1024 * 1024;
}
