using System.Security.Cryptography;
using MedHelm.ServiceDefaults;

namespace MedHelm.Inference.Privacy;

/// <summary>
/// The master keys at hand: those configured; else, where the databases are files in a folder of this machine, one that is made
/// there at first need. A server is never trusted with both halves, so on PostgreSQL a master key must be configured.
/// </summary>
internal sealed partial class MasterKeyRing(Settings settings, ILogger<MasterKeyRing> logger)
{
    private const string FileName = "inference-master.key";
    private const string SqlitePrefix = "sqlite:";

    private readonly Lock gate = new();
    private readonly string? file = settings.Storage.StartsWith(SqlitePrefix, StringComparison.Ordinal) ? Path.Combine(Path.GetFullPath(settings.Storage[SqlitePrefix.Length..]), FileName) : null;
    private IReadOnlyList<MasterKey> keys = [.. settings.MasterKeys.Select(key => new MasterKey(key))];
    private bool fileRead;

    /// <summary>Why private text cannot be kept here, for people; null when it can.</summary>
    public string? Refusal => keys.Count > 0 || file is not null
        ? null
        : "Private-tier text is encrypted where it is stored, and no master key is configured: set MEDHELM__MASTERKEY or MEDHELM__MASTERKEYFILE ('openssl rand -base64 32' makes a key) for every replica of Inference.";

    /// <summary>The key that wraps.</summary>
    /// <exception cref="MasterKeyMissingException">There is none.</exception>
    public MasterKey Current
    {
        get
        {
            if (Refusal is { } refusal) throw new MasterKeyMissingException(refusal);
            lock (gate)
            {
                ReadFile();
                if (keys.Count == 0) MakeFile();
                return keys[0];
            }
        }
    }

    /// <summary>The key of that id; null when it is not at hand.</summary>
    public MasterKey? Find(string id)
    {
        lock (gate)
        {
            ReadFile();
            return keys.FirstOrDefault(key => key.Id == id);
        }
    }

    private void ReadFile()
    {
        if (fileRead || file is null || !File.Exists(file)) return;
        var problems = new List<string>();
        // A configured key goes first; the file's still unwraps what it wrapped before there was one.
        keys = [.. keys, .. MasterKeyText.Parse(File.ReadAllText(file), $"The file '{file}'", problems).Select(key => new MasterKey(key))];
        if (problems.Count > 0) throw new MasterKeyMissingException(problems[0]);
        fileRead = true;
    }

    private void MakeFile()
    {
        var draft = $"{file}.{Environment.ProcessId}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(draft, options))
            {
                var key = RandomNumberGenerator.GetBytes(MasterKeyText.KeyBytes);
                stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
                stream.Flush(flushToDisk: true);
            }
            // Whoever is first wins, and everybody reads what is there then.
            File.Move(draft, file!, overwrite: false);
            Log.Made(logger, file!);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
        ReadFile();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Private text is encrypted under a master key made just now: {File}. Without this file it cannot be read; keep a copy, apart from copies of the databases beside it.", EventName = "MasterKeyMade")]
        internal static partial void Made(ILogger logger, string file);
    }
}
