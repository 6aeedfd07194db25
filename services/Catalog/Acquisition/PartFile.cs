using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MedHelm.Catalog.Acquisition;

/// <summary>A download under way: the bytes so far, and beside them what they are of. Survives the process.</summary>
internal sealed class PartFile
{
    private readonly string statePath;
    private readonly string url;
    private PartState? state;

    public PartFile(string path, Uri url)
    {
        Path = path;
        statePath = path + ".json";
        this.url = url.AbsoluteUri;
        state = ReadState();
    }

    public string Path { get; }

    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    public long? Total => state?.Total;

    public bool IsWhole => state?.Total is { } total && total == Length;

    /// <summary>Asks for the rest where there is a beginning whose original can be recognized; else for everything.</summary>
    public void AskForRest(HttpRequestMessage request)
    {
        if (Length == 0 || state is null)
            return;
        request.Headers.Range = new RangeHeaderValue(Length, null);
        request.Headers.IfRange = state.ETag is { } tag
            ? new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(tag))
            : new RangeConditionHeaderValue(state.LastModified!.Value);
    }

    /// <summary>Whether a partial answer goes on exactly where the bytes end.</summary>
    public bool IsContinuedBy(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.PartialContent
        && response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } range
        && from == Length
        && state is not null
        && (range.Length is null || state.Total is null || range.Length == state.Total)
        && (state.ETag is null || response.Headers.ETag is null || response.Headers.ETag.ToString() == state.ETag);

    /// <summary>Forgets the bytes, and remembers what the coming ones are of.</summary>
    public void Begin(HttpResponseMessage response)
    {
        Delete();
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.Create(Path).Dispose();
        var tag = response.Headers.ETag is { IsWeak: false } strong ? strong.ToString() : null;
        state = new(url, tag, response.Content.Headers.LastModified, response.Content.Headers.ContentLength);
        // Bytes that cannot be recognized later are of use to this process only.
        if (tag is null && state.LastModified is null)
            state = null;
        else
            WholeFile.Write(statePath, JsonSerializer.SerializeToUtf8Bytes(state));
    }

    public FileStream Append() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read);

    public void Delete()
    {
        state = null;
        // First: bytes without their description are never taken up again.
        if (File.Exists(statePath))
            File.Delete(statePath);
        if (File.Exists(Path))
            File.Delete(Path);
    }

    private PartState? ReadState()
    {
        try
        {
            var read = File.Exists(statePath) ? JsonSerializer.Deserialize<PartState>(File.ReadAllBytes(statePath)) : null;
            return read is not null && read.Url == url && (read.ETag is not null || read.LastModified is not null)
                && (read.ETag is null || EntityTagHeaderValue.TryParse(read.ETag, out _))
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
