using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Catalog.Definitions;

internal static class SuiteFileReader
{
    private static readonly Dictionary<string, DatasetChoice> Choices = new(StringComparer.Ordinal)
    {
        ["full"] = DatasetChoice.Full,
        ["sample"] = DatasetChoice.Sample,
        ["available"] = DatasetChoice.Available,
    };

    private static readonly Dictionary<string, string> Protocol = Protocols.All.ToDictionary(p => p, StringComparer.Ordinal);

    /// <summary>Null when the file has problems. With a lookup, what it names is checked as well.</summary>
    public static SuiteDefinition? Read(string path, ProblemList problems, SuiteReferences? find)
    {
        var before = problems.Count;
        if (YamlFile.Open(path, problems) is not { Root: var root })
            return null;
        var id = root.Text("id");
        if (id.Length > 0 && !CatalogNames.IsSuiteId(id))
            root.Problem("id", $"is \"{id}\"; use lower-case letters, digits, \"-\" and \"_\", starting with a letter.");
        var suite = new SuiteDefinition(
            id,
            root.Has("description") ? root.Text("description") : "",
            root.Texts("deployments"),
            [.. root.Maps("benchmarks").Select(ReadBenchmark)],
            root.Has("jurors") ? root.Texts("jurors") : [])
        {
            Protocol = root.Has("protocol") ? root.Choice("protocol", Protocol) : Protocols.Corrected,
            Jury = root.OptionalText("jury") ?? "",
        };
        foreach (var repeated in suite.Benchmarks.CountBy(b => b.Id, StringComparer.Ordinal).Where(b => b is { Key.Length: > 0, Value: > 1 }))
            root.Problem("benchmarks", $"names \"{repeated.Key}\" {repeated.Value} times; once is enough.");
        if (find is not null)
            CheckBenchmarks(root, suite, find);
        root.RejectOtherKeys();
        return problems.Count == before ? suite : null;
    }

    private static SuiteBenchmark ReadBenchmark(YamlMap map)
    {
        var benchmark = new SuiteBenchmark(
            map.Text("id"),
            map.Has("data") ? map.Choice("data", Choices) : DatasetChoice.Full,
            map.Has("max_instances") ? map.Integer("max_instances", 0, int.MaxValue) : 0,
            map.Has("instance_ids") ? map.Texts("instance_ids") : [],
            map.Has("data_path") ? DatasetSectionReader.ReadPath(map, "data_path") : "")
        {
            Jury = map.OptionalText("jury") ?? "",
        };
        map.RejectOtherKeys();
        return benchmark;
    }

    private static void CheckBenchmarks(YamlMap root, SuiteDefinition suite, SuiteReferences find)
    {
        if (suite.Jury.Length > 0 && find.Jury(suite.Jury) is null)
            root.Problem("jury", $"is \"{suite.Jury}\", which is not in the catalog.");
        foreach (var selected in suite.Benchmarks.Where(b => b.Id.Length > 0))
        {
            if (find.Benchmark(selected.Id) is not { } benchmark)
                root.Problem("benchmarks", $"names \"{selected.Id}\", which is not in the catalog.");
            else if (selected.Data == DatasetChoice.Sample && benchmark.SampleFolder is null)
                root.Problem("benchmarks", $"wants the sample of \"{selected.Id}\", which has none; use \"data: full\".");
            else if (selected.Jury.Length > 0 && find.Jury(selected.Jury) is null)
                root.Problem("benchmarks", $"wants the jury \"{selected.Jury}\" for \"{selected.Id}\", which is not in the catalog.");
            else if (benchmark.OpenEnded && suite.Jurors.Count == 0 && find.Jury(benchmark.JuryFor(suite.Jury, selected.Jury, suite.Protocol)) is { Rules.Jurors.Count: 0 })
                root.Problem("jurors", $"is missing; \"{selected.Id}\" is open-ended, so name at least one deployment as a juror, or a jury that has its own.");
        }
    }
}
