namespace MedHelm.Tests.Unit.Catalog.Acquisition;

internal sealed record UpstreamRequest(string Path, long? From, string? IfRange)
{
    public long BytesSent { get; set; }
}
