using System.Security.Cryptography;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>
/// A file where it was asked for, or gzip-compressed beside that place with ".gz" added; readers see it uncompressed
/// either way. A wanted name that ends in ".gz" itself is decompressed too.
/// </summary>
internal sealed class SourceFile
{
    private const string Zipped = ".gz";
    private const int BufferSize = 1 << 16;

    private readonly FileInfo file;
    private readonly bool zipped;

    public SourceFile(string path)
    {
        Path = path;
        var name = System.IO.Path.GetFileName(path);
        Name = name.EndsWith(Zipped, StringComparison.OrdinalIgnoreCase) ? name[..^Zipped.Length] : name;
        file = new(path);
        if (!file.Exists && new FileInfo(path + Zipped) is { Exists: true } compressed)
            file = compressed;
        zipped = file.Name.EndsWith(Zipped, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As asked for.</summary>
    public string Path { get; }

    /// <summary>Without folder and without ".gz".</summary>
    public string Name { get; }

    public bool Exists => file.Exists;

    /// <summary>Of the file on disk, compressed or not.</summary>
    public long Length => file.Length;

    /// <summary>Of the file on disk, in universal time.</summary>
    public DateTime LastWrite => file.LastWriteTimeUtc;

    /// <summary>The content from start to end.</summary>
    public Stream Open()
    {
        var stream = OpenFile(FileOptions.SequentialScan);
        return zipped ? new InflatedStream(stream) : stream;
    }

    /// <summary>The content for readers that jump: the file, or a temporary copy that goes when the stream is closed.</summary>
    public Stream OpenSeekable() => zipped ? OpenCopy() : OpenFile(FileOptions.RandomAccess);

    /// <summary>The content as a file for readers that need a path.</summary>
    public LocalFile OpenLocal()
    {
        if (!zipped)
            return new(file.FullName, OpenFile(FileOptions.RandomAccess));
        var copy = OpenCopy();
        return new(copy.Name, copy);
    }

    /// <summary>SHA-256 of the uncompressed bytes, lower-case hexadecimal.</summary>
    public string Sha256(CancellationToken cancellationToken) => Measure(cancellationToken).Sha256;

    /// <summary>SHA-256, lower-case hexadecimal, and number of the uncompressed bytes.</summary>
    public (string Sha256, long Size) Measure(CancellationToken cancellationToken)
    {
        var size = 0L;
        using var content = Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            size += read;
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    private FileStream OpenFile(FileOptions options) => new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, options);

    private FileStream OpenCopy()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = BufferSize,
            Options = FileOptions.DeleteOnClose | FileOptions.RandomAccess,
        };
        // Patient data may be inside: nobody else reads the copy.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var copy = new FileStream(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "medhelm-" + System.IO.Path.GetRandomFileName()), options);
        try
        {
            using var content = Open();
            content.CopyTo(copy);
            copy.Flush();
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
