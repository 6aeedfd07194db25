using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace MedHelm.Tests.Unit.Catalog.Acquisition;

/// <summary>Spoils bundles, each in one way.</summary>
internal static class BundleFaults
{
    private const int Bomb = 70 << 20;

    public static void Make(string path, string fault, string sha256)
    {
        if (fault == "no zip")
        {
            File.WriteAllText(path, "<html></html>");
            return;
        }

        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var blob = zip.GetEntry("blobs/" + sha256)!;
        switch (fault)
        {
            case "an extra entry": Add(zip, "../evil.txt", [1]); break;
            case "an entry twice": Add(zip, "blobs/" + sha256, DataDesk.Bytes(20_000)); break;
            case "a blob missing": blob.Delete(); break;
            case "another blob of the same size": Replace(zip, blob, DataDesk.Bytes(20_000, seed: 9)); break;
            case "a longer blob": Replace(zip, blob, new byte[20_001]); break;
            case "no manifest": zip.GetEntry("manifest.json")!.Delete(); break;
            case "a bomb": Replace(zip, blob, new byte[Bomb]); break;
        }

        if (fault != "no manifest")
            Change(zip, fault, sha256);
    }

    private static void Change(ZipArchive zip, string fault, string sha256)
    {
        var entry = zip.GetEntry("manifest.json")!;
        JsonNode manifest;
        using (var reader = new StreamReader(entry.Open()))
            manifest = JsonNode.Parse(reader.ReadToEnd())!;
        var benchmarks = manifest["benchmarks"]!.AsArray();
        // Sorted by id: copies, many, notes.
        var (copies, many, notes) = (benchmarks[0]!, benchmarks[1]!, benchmarks[2]!);
        switch (fault)
        {
            case "a path that leaves the folder": notes["files"]![0]!["path"] = "../../evil.txt"; break;
            case "a file of no definition": notes["files"]![0]!["path"] = "other.txt"; break;
            case "an acceptance by stealth": notes["files"]![0]!["path"] = ".medhelm/licence.json"; break;
            case "an unknown benchmark": notes["id"] = "nobody_knows"; break;
            case "a newer version": manifest["version"] = 2; manifest["more"] = true; break;
            case "an unknown field": many["more"] = true; break;
            case "two sizes of one blob": copies["files"]![0]!["size"] = 7; break;
            case "too much": Resize(1L << 40, copies, notes); break;
            case "a bomb": Resize(Bomb, copies, notes); break;
            case "a file missing in the manifest": copies["files"]!.AsArray().Clear(); break;
        }

        Replace(zip, entry, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private static void Resize(long size, params JsonNode[] benchmarks)
    {
        foreach (var benchmark in benchmarks)
            benchmark["files"]![0]!["size"] = size;
    }

    private static void Replace(ZipArchive zip, ZipArchiveEntry entry, byte[] content)
    {
        var name = entry.FullName;
        entry.Delete();
        Add(zip, name, content);
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }
}
