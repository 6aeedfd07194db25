using System.Collections.Frozen;
using MedHelm.Inference.Deployments;
using MedHelm.ServiceDefaults;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedHelm.Inference.Money;

/// <summary>Known prices by id: those that come with the software, and the user's laid over them. Immutable.</summary>
internal sealed class PriceCatalog
{
    private const string BuiltIn = "prices.yaml";
    private const int NamedNearest = 3;
    private readonly FrozenDictionary<string, PriceSchedule> byId;

    private PriceCatalog(IEnumerable<KeyValuePair<string, PriceSchedule>> schedules) => byId = schedules.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads ours, and the user's file where there is one.</summary>
    /// <exception cref="SettingsException">A file is unusable; every problem is named with its line.</exception>
    public static PriceCatalog Load(string? file = null)
    {
        var problems = new List<string>();
        var schedules = Read(BuiltIn, BuiltInText, problems);
        if (file is not null)
            foreach (var (id, schedule) in Read(file, () => PlainYaml.ReadFile(file, "a price catalog"), problems)) schedules[id] = schedule;
        return problems.Count == 0 ? new PriceCatalog(schedules) : throw new SettingsException(problems);
    }

    public PriceSchedule? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The ids most like a wrong one, the most alike first.</summary>
    public IReadOnlyList<string> Nearest(string id) =>
        [.. byId.Keys.OrderBy(known => Likeness.Distance(known, id)).ThenBy(known => known, StringComparer.Ordinal).Take(NamedNearest)];

    private static Dictionary<string, PriceSchedule> Read(string file, Func<string> text, List<string> problems)
    {
        var schedules = new Dictionary<string, PriceSchedule>(StringComparer.Ordinal);
        try
        {
            if (PlainYaml.Load(text()).Documents is not [{ RootNode: YamlMappingNode root }])
            {
                problems.Add($"{file}:1: must be one document with a list 'prices:'.");
                return schedules;
            }
            var fields = new YamlFields(root, Problem);
            fields.RefuseUnknown(["prices"]);
            if (fields.Maps("prices") is not [_, ..] entries) problems.Add($"{file}:1: must be one document with a list 'prices:'.");
            else foreach (var entry in entries) Add(entry);
        }
        catch (YamlException e)
        {
            problems.Add($"{file}:{e.Start.Line}: {(e.InnerException ?? e).Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}:1: {e.Message}");
        }
        return schedules;

        void Add(YamlFields entry)
        {
            entry.RefuseUnknown(["id", "versions"]);
            var id = entry.Required("id");
            if (PriceFields.Schedule(entry, "versions", id) is { } schedule && !schedules.TryAdd(id, schedule))
                entry.Complain("id", $"'{id}' is there already; put its versions into one entry.");
        }

        void Problem(YamlNode node, string message) => problems.Add($"{file}:{node.Start.Line}: {message}");
    }

    private static string BuiltInText()
    {
        using var stream = typeof(PriceCatalog).Assembly.GetManifestResourceStream(BuiltIn)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
