using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace MedHelm.Gateway.Problems;

/// <summary>A response body that holds JSON errors back and lets everything else through as it comes.</summary>
internal sealed class ErrorCapture(HttpResponse response, IHttpResponseBodyFeature inner) : Stream, IHttpResponseBodyFeature
{
    private const int MaxHeld = 1024 * 1024;
    private MemoryStream? held;
    private PipeWriter? writer;

    /// <summary>The error held back; null when the response is none.</summary>
    public byte[]? Held => held?.ToArray();

    public Stream Stream => this;
    public PipeWriter Writer => writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => Holds() ? Task.CompletedTask : inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        if (writer is not null) await writer.CompleteAsync();
        if (!Holds()) await inner.CompleteAsync();
    }

    /// <summary>Hands on what was written to <see cref="Writer"/> and not flushed.</summary>
    public async Task FinishAsync()
    {
        if (writer is not null) await writer.CompleteAsync();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!Holds()) await inner.Stream.WriteAsync(buffer, cancellationToken);
        else if (held!.Length + buffer.Length <= MaxHeld) held.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Holds() ? Task.CompletedTask : inner.Stream.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Responses are written asynchronously.");
    public override void Flush() => throw new NotSupportedException("Responses are flushed asynchronously.");
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    // Status and content type are settled by the time the first byte is written or the response is started.
    private bool Holds()
    {
        if (held is not null) return true;
        if (response.HasStarted || response.StatusCode < 400) return false;
        if (response.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) is not true) return false;
        held = new MemoryStream();
        return true;
    }
}
