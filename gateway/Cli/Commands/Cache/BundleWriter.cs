using System.IO.Compression;
using System.Reflection;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Cli.Commands.Cache;

/// <summary>Writes answers as one file, as they come.</summary>
internal static class BundleWriter
{
    // The earliest time that the format knows: the same answers give the same file.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string CodeVersion = typeof(BundleWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Replaces the file whole or not at all. Null, and no file, when there is no answer.</summary>
    public static async Task<BundleManifest?> WriteAsync(string path, string run, IAsyncStreamReader<ExportCompletionsResponse> answers, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var draft = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            BundleManifest manifest;
            await using (var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                manifest = await WriteAsync(file, run, answers, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (manifest.Count == 0)
                return null;
            File.Move(draft, target, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<BundleManifest> WriteAsync(FileStream file, string run, IAsyncStreamReader<ExportCompletionsResponse> answers, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        BundleManifest manifest;
        await using (var entry = Open(zip, BundleManifest.Data))
        {
            using var writing = new HashedWriting(entry);
            while (await answers.MoveNext(cancellationToken))
                await writing.WriteAsync(answers.Current, cancellationToken);
            manifest = new(BundleManifest.FormatName, BundleManifest.CurrentVersion, CodeVersion, run, writing.Count, writing.Bytes, writing.Sha256());
        }

        await using (var entry = Open(zip, BundleManifest.Entry))
            await entry.WriteAsync(manifest.ToBytes(), cancellationToken);
        return manifest;
    }

    private static Stream Open(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        entry.ExternalAttributes = 0;
        return entry.Open();
    }
}
