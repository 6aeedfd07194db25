using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets;

/// <summary>Gathers the instances of a dataset, applies the rule for duplicates, and counts what is left out.</summary>
internal sealed class InstanceCollector(BenchmarkDefinition definition)
{
    private const int MostPlaces = 5;

    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subset, string Input), int> inputs = [];
    private readonly HashSet<int> conflicting = [];
    private readonly Dictionary<string, int> pools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, List<string> Where)> skipped = new(StringComparer.Ordinal);
    private readonly List<(DatasetInstance Instance, string Where)> instances = [];

    public IReadOnlyList<DatasetInstance> Instances => [.. instances.Select(i => i.Instance)];

    public IReadOnlyList<SkippedRows> Skipped =>
        [.. skipped.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new SkippedRows(s.Key, s.Value.Count, s.Value.Where))];

    public int SkippedRows => skipped.Values.Sum(s => s.Count);

    /// <summary>Instances of the subset so far.</summary>
    public int Pool(string subset) => pools.GetValueOrDefault(subset);

    public void Skip(string because, string where)
    {
        var (count, places) = skipped.TryGetValue(because, out var known) ? known : (0, []);
        if (count < MostPlaces)
            places.Add(where);
        skipped[because] = (count + 1, places);
    }

    public void Add(DatasetInstance instance, string where)
    {
        if (definition.Mapping.Duplicates != Duplicates.Keep && !inputs.TryAdd((instance.Subset, instance.Input), instances.Count))
        {
            Repeat(inputs[(instance.Subset, instance.Input)], instance, where);
            return;
        }

        if (!ids.TryAdd(instance.Id, where))
            throw new DatasetException(
                $"{definition.Id}: {where}: id {RowWords.Quote(definition, instance.Id)} was already used in {ids[instance.Id]}. Repair the file, or choose a mapping.id that is unique.");
        instances.Add((instance, where));
        pools[instance.Subset] = Pool(instance.Subset) + 1;
    }

    /// <summary>To be called when every row was added.</summary>
    public void Finish()
    {
        foreach (var index in conflicting.OrderDescending())
        {
            Skip("other rows with the same input have another right answer", instances[index].Where);
            instances.RemoveAt(index);
        }
    }

    private void Repeat(int earlier, DatasetInstance instance, string where)
    {
        var first = instances[earlier].Instance;
        if (definition.Mapping.Duplicates == Duplicates.Collapse)
        {
            instances[earlier] = (first with { References = instance.References, Extra = instance.Extra }, instances[earlier].Where);
            Skip("an earlier row has the same input; the last right answer counts", where);
            return;
        }

        var same = first.References.SequenceEqual(instance.References);
        if (!same)
            conflicting.Add(earlier);
        Skip(same && !conflicting.Contains(earlier) ? "an earlier row has the same input" : "other rows with the same input have another right answer", where);
    }
}
