using System.Text;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Standings;

/// <summary>Leaderboards as files. The same leaderboard gives the same bytes.</summary>
public static class Leaderboards
{
    /// <summary>Proto JSON, indented, ending in "\n".</summary>
    public static string FormatJson(Leaderboard leaderboard) => ProtoJson.Format(leaderboard);

    /// <summary>Writes proto JSON as UTF-8 so that a reader sees the file of before or the whole new one, never a part.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static async Task WriteJsonAsync(Leaderboard leaderboard, string path, CancellationToken cancellationToken = default)
    {
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' is a folder, not a file");
        Directory.CreateDirectory(folder);
        // Beside the target: a rename is atomic only within one file system.
        var draft = Path.Combine(folder, $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        try
        {
            await WriteThroughAsync(draft, Encoding.UTF8.GetBytes(FormatJson(leaderboard)), cancellationToken);
            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task WriteThroughAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await file.WriteAsync(bytes, cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
