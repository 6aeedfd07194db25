using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers.Replay;

/// <summary>
/// Recorded completions. A line is a JSON object with text (or completions, whose first counts; an empty list is an empty
/// answer), and either prompt_digest, or id (or instance_id) with a benchmark, which the source may give for the whole file.
/// </summary>
internal sealed class Recording
{
    private readonly Dictionary<(string Benchmark, string InstanceId), string> byInstance = [];
    private readonly Dictionary<string, string> byPrompt = new(StringComparer.Ordinal);

    private Recording(string digest, string stamp)
    {
        Digest = digest;
        Stamp = stamp;
    }

    /// <summary>Nothing recorded.</summary>
    public static Recording None { get; } = new("", "");

    /// <summary>Digest of the files.</summary>
    public string Digest { get; }

    /// <summary>What <see cref="StampOf"/> said before the files were read: where it says otherwise now, they have changed.</summary>
    public string Stamp { get; }

    /// <exception cref="InvalidDataException">A line is unusable; the message names file and line.</exception>
    public static Recording Read(IReadOnlyList<RecordingSource> sources)
    {
        var stamp = StampOf(sources);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var source in sources)
        {
            hash.AppendData(File.ReadAllBytes(source.Path));
            hash.AppendData([0]);
        }
        var recording = new Recording(Convert.ToHexStringLower(hash.GetHashAndReset()), stamp);
        foreach (var source in sources) recording.Add(source);
        return recording;
    }

    /// <summary>The recorded text; null when there is none.</summary>
    public string? Find(string benchmark, string instanceId, string promptDigest) =>
        byPrompt.GetValueOrDefault(promptDigest) ?? byInstance.GetValueOrDefault((benchmark, instanceId));

    /// <summary>Lengths and times of the files, which show most changes without reading them.</summary>
    public static string StampOf(IReadOnlyList<RecordingSource> sources) => string.Join(';', sources.Select(source =>
    {
        var file = new FileInfo(source.Path);
        // In a mounted volume the name is a link, and a new version is a new target.
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
        return file.Exists ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "gone";
    }));

    private void Add(RecordingSource source)
    {
        using Stream file = File.OpenRead(source.Path);
        using var content = source.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                AddLine(json.RootElement, source);
            }
            catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException)
            {
                throw new InvalidDataException($"{source.Path}:{number}: {e.Message}", e);
            }
        }
    }

    private void AddLine(JsonElement line, RecordingSource source)
    {
        var text = Text(line, "text") ?? First(line)
            ?? throw new InvalidDataException("a recorded completion needs 'text' or 'completions'.");
        if (Text(line, "prompt_digest") is { } digest)
        {
            byPrompt[digest] = text;
            return;
        }
        var id = Text(line, "instance_id") ?? Text(line, "id");
        var benchmark = source.Benchmark ?? Text(line, "benchmark");
        if (id is null || benchmark is null)
            throw new InvalidDataException("a recorded completion needs 'prompt_digest', or 'id' with a benchmark (here or in the deployment's recordings).");
        byInstance[(benchmark, id)] = text;
    }

    private static string? First(JsonElement line)
    {
        if (!line.TryGetProperty("completions", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        return list.GetArrayLength() == 0 ? "" : list[0].GetString() ?? "";
    }

    private static string? Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
