using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Cache;

/// <summary>A bundle whose data is as its manifest says. The hashes find damage; they do not tell who wrote it.</summary>
internal sealed class AnswerBundle : IDisposable
{
    private const int LargestManifest = 64 * 1024;
    private const int LargestAnswer = 64 * 1024 * 1024;

    private readonly ZipArchive zip;

    private AnswerBundle(ZipArchive zip, BundleManifest manifest)
    {
        this.zip = zip;
        Manifest = manifest;
    }

    public BundleManifest Manifest { get; }

    /// <summary>Opens a bundle and checks all of it.</summary>
    /// <exception cref="CommandFailure">It is no bundle, or not as it was written.</exception>
    public static async Task<AnswerBundle> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw new CommandFailure(ExitCodes.BadUsage, $"there is no file '{path}'", "Name a bundle of 'medhelm cache export'.");
        ZipArchive? opened = null;
        try
        {
            opened = OpenZip(path);
            var manifest = await ReadManifestAsync(opened, cancellationToken);
            await CheckDataAsync(opened, manifest, cancellationToken);
            return new(opened, manifest);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            opened?.Dispose();
            throw new CommandFailure(ExitCodes.BadUsage, $"{path} is not taken in: {(e is JsonException ? "its manifest cannot be read" : e.Message)}", "Nothing was sent. Export it again, or copy it again.");
        }
        catch
        {
            opened?.Dispose();
            throw;
        }
    }

    /// <summary>Its answers, in order.</summary>
    public IEnumerable<ImportCompletionsRequest> Answers()
    {
        using var data = new BufferedStream(zip.GetEntry(BundleManifest.Data)!.Open(), 1 << 16);
        for (long i = 0; i < Manifest.Count; i++)
        {
            var bytes = new byte[ReadLength(data)];
            data.ReadExactly(bytes);
            // An answer has the same fields whether it goes out or comes in.
            yield return ImportCompletionsRequest.Parser.ParseFrom(bytes);
        }
    }

    public void Dispose() => zip.Dispose();

    private static ZipArchive OpenZip(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw new InvalidDataException("it is no zip file", e);
        }
    }

    private static async Task<BundleManifest> ReadManifestAsync(ZipArchive zip, CancellationToken cancellationToken)
    {
        var entry = zip.GetEntry(BundleManifest.Entry) ?? throw new InvalidDataException("it is no bundle of answers: it has no manifest");
        if (entry.Length > LargestManifest)
            throw new InvalidDataException("its manifest is too large to be one");
        var bytes = new byte[entry.Length];
        await using var stream = entry.Open();
        if (await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken) < bytes.Length)
            throw new InvalidDataException("its manifest is cut short");
        var manifest = BundleManifest.Parse(bytes);
        return manifest is { Format: BundleManifest.FormatName, Version: BundleManifest.CurrentVersion, Count: > 0, Bytes: > 0 }
            ? manifest
            : throw new InvalidDataException("it is no bundle of answers, or of a version that this program does not know");
    }

    private static async Task CheckDataAsync(ZipArchive zip, BundleManifest manifest, CancellationToken cancellationToken)
    {
        var entry = zip.GetEntry(BundleManifest.Data) ?? throw new InvalidDataException("it has no answers");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var left = manifest.Bytes;
        await using var data = entry.Open();
        // Read no further than promised: a small file can unpack to a very large one.
        while (await data.ReadAsync(buffer, cancellationToken) is var read && read > 0)
        {
            left -= read;
            if (left < 0)
                break;
            hash.AppendData(buffer.AsSpan(0, read));
        }

        if (left != 0 || Convert.ToHexStringLower(hash.GetHashAndReset()) != manifest.Sha256)
            throw new InvalidDataException("its data is not what its manifest says; it was changed or damaged");
    }

    private static int ReadLength(Stream data)
    {
        long length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = data.ReadByte();
            if (part < 0)
                break;
            length |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return length <= LargestAnswer ? (int)length : throw new InvalidDataException("an answer in the bundle is too large to be one");
        }

        throw new InvalidDataException("the bundle ends within an answer");
    }
}
