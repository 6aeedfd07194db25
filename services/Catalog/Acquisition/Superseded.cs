using System.Security.Cryptography;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Decides which files of a benchmark's folder stay when new ones come.</summary>
internal static class Superseded
{
    /// <summary>
    /// Paths inside the folder that stay: all that the new data says nothing about. Throws for a file that would be lost
    /// without being known to be wrong.
    /// </summary>
    public static IReadOnlyList<string> Plan(BenchmarkFiles files, string staged, string target)
    {
        var coming = FolderSwap.Leaves(staged);
        var replaced = files.Wanted.Where(w => coming.Any(w.Covers)).ToList();
        var kept = new List<string>();
        foreach (var path in FolderSwap.Leaves(target))
        {
            var wanted = replaced.Where(w => w.Covers(path)).ToList();
            if (coming.Contains(path, StringComparer.Ordinal))
            {
                if (wanted.Exists(w => w.File.ExpectedSha256 is not null) || path.StartsWith(".medhelm/", StringComparison.Ordinal) || Same(Path.Combine(staged, path), Path.Combine(target, path)))
                    continue;
            }
            else if (wanted.Count == 0)
            {
                kept.Add(path);
                continue;
            }
            else if (wanted.Exists(w => w.File.ExpectedSha256 is not null))
            {
                continue;
            }

            throw new DatasetException($"{Path.Combine(target, path)} is there already with other content, and nothing says which of the two is right. Move it away, then run the same command again.");
        }

        return kept;
    }

    private static bool Same(string one, string other) =>
        new FileInfo(one).Length == new FileInfo(other).Length && Hash(one).AsSpan().SequenceEqual(Hash(other));

    private static byte[] Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
