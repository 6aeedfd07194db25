using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Compares the files of a benchmark with the hashes of its definition.</summary>
public static class DatasetVerifier
{
    /// <summary>One finding for each wanted file, in their order; hashes as they are asked for.</summary>
    public static IEnumerable<FileFinding> Verify(BenchmarkFiles files, CancellationToken cancellationToken) =>
        files.Wanted.Select(wanted => Look(files, files.Folder, wanted, cancellationToken));

    internal static FileFinding Look(BenchmarkFiles files, DatasetFolder folder, WantedFile wanted, CancellationToken cancellationToken)
    {
        var count = folder.Resolve(wanted.File).Count;
        if (count == 0)
            return new(wanted, FileState.Missing, null, 0);
        try
        {
            var sha256 = DatasetHashes.Of(files.Definition, folder, wanted.File, cancellationToken);
            return new(wanted, StateOf(wanted.File.ExpectedSha256, sha256), sha256, count);
        }
        catch (DatasetException e)
        {
            return new(wanted, FileState.Wrong, null, count, e.Message) { Cause = e.InnerException };
        }
    }

    /// <summary>Throws for the first of the files that is there and is not the one the benchmark is defined on.</summary>
    internal static void Require(BenchmarkFiles files, DatasetFolder folder, IEnumerable<WantedFile> wanted, string advice, CancellationToken cancellationToken)
    {
        foreach (var file in wanted)
            if (Look(files, folder, file, cancellationToken) is { State: FileState.Wrong } finding)
                throw new DatasetException(finding.Problem ?? $"{files.Definition.Id}: {file.File.Path} is not the file the benchmark is defined on: its SHA-256 is {finding.Sha256}, expected {file.File.ExpectedSha256}. {advice}", finding.Cause);
    }

    private static FileState StateOf(string? expected, string sha256) =>
        expected is null ? FileState.Unknown : string.Equals(expected, sha256, StringComparison.Ordinal) ? FileState.Right : FileState.Wrong;
}
