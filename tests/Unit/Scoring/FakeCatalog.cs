using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>The catalog as seen by Scoring: it streams attachments in pieces.</summary>
internal sealed class FakeCatalog : CatalogService.CatalogServiceClient
{
    private const int Piece = 1000;
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    public bool Down { get; set; }

    /// <summary>Keeps a file; the attachment that names it.</summary>
    public Attachment Add(byte[] bytes, string name = "database")
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        files[sha256] = bytes;
        return new Attachment { Name = name, Sha256 = sha256, Size = bytes.Length };
    }

    /// <summary>Gives other bytes under the name of a file.</summary>
    public void Spoil(Attachment attachment, byte[] bytes) => files[attachment.Sha256] = bytes;

    /// <summary>The closed benchmark has HELM's metric under protocol medhelm; the others are not in the catalog.</summary>
    public override AsyncUnaryCall<GetBenchmarkResponse> GetBenchmarkAsync(GetBenchmarkRequest request, CallOptions options)
    {
        Assert.NotNull(options.Deadline);
        var status = request.Protocol is not ("corrected" or "medhelm") ? StatusCode.InvalidArgument : request.Benchmark != "closed" ? StatusCode.NotFound : StatusCode.OK;
        var answer = status == StatusCode.OK
            ? Task.FromResult(new GetBenchmarkResponse { Benchmark = new Benchmark { Metrics = { request.Protocol == "medhelm" ? "helm_exact_match" : "exact_match" } } })
            : Task.FromException<GetBenchmarkResponse>(new RpcException(new Status(status, "no")));
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncServerStreamingCall<ReadAttachmentResponse> ReadAttachment(
        ReadAttachmentRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
    {
        Assert.NotNull(deadline);
        lock (Calls) Calls.Add(request.Sha256);
        return new(new Stream(Down ? null : files[request.Sha256]), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    private sealed class Stream(byte[]? bytes) : IAsyncStreamReader<ReadAttachmentResponse>
    {
        private int at;

        public ReadAttachmentResponse Current { get; private set; } = new();

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (bytes is null) throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            if (at == bytes.Length) return Task.FromResult(false);
            var length = Math.Min(Piece, bytes.Length - at);
            Current = new() { Chunk = ByteString.CopyFrom(bytes, at, length) };
            at += length;
            return Task.FromResult(true);
        }
    }
}
