namespace MedHelm.Catalog.Acquisition;

/// <summary>When a download is given up.</summary>
public sealed record DownloadLimits
{
    public long MostBytes { get; init; } = 8L << 30;

    /// <summary>Failures in a row that bring no new byte.</summary>
    public int MostFailures { get; init; } = 5;

    /// <summary>Requests for one file, whatever they bring.</summary>
    public int MostRequests { get; init; } = 100;

    /// <summary>Before the second request; doubled each time.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A connection on which nothing comes for so long is broken.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(1);
}
