namespace MedHelm.Catalog.Acquisition;

/// <summary>A download stopped in a way that may pass.</summary>
internal sealed class DownloadBrokenException(string reason, TimeSpan? wait = null, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>As the server asked.</summary>
    public TimeSpan? Wait { get; } = wait;
}
