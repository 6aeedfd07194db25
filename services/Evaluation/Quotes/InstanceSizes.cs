using MedHelm.Catalog;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Evaluation.Quotes;

/// <summary>Counts the tokens of prompts, once for each instance set: a set is named by its content, so that its counts never change.</summary>
internal sealed class InstanceSizes(InstanceStore store, BenchmarkCatalog catalog) : IDisposable
{
    private const int MostInstances = 500_000;
    private const int AtOnce = 100;
    private readonly MemoryCache counted = new(new MemoryCacheOptions { SizeLimit = MostInstances });

    /// <summary>The instances of a planned benchmark, in order.</summary>
    public async Task<IReadOnlyList<InstanceSize>> OfAsync(PlannedBenchmark benchmark, string protocol, CancellationToken cancel)
    {
        var key = (benchmark.InstanceSet, benchmark.DefinitionSha256);
        if (counted.TryGetValue(key, out IReadOnlyList<InstanceSize>? known)) return known!;
        var sizes = await CountAsync(benchmark.InstanceSet, catalog.Find(benchmark.Benchmark, protocol)!, cancel);
        return counted.Set(key, sizes, new MemoryCacheEntryOptions { Size = sizes.Count });
    }

    public void Dispose() => counted.Dispose();

    private async Task<IReadOnlyList<InstanceSize>> CountAsync(string set, BenchmarkDefinition definition, CancellationToken cancel)
    {
        var sizes = new List<InstanceSize>();
        var some = new List<Instance>(AtOnce);
        await foreach (var instance in store.StreamAsync(set, 0, int.MaxValue, cancel))
        {
            some.Add(instance);
            if (some.Count == AtOnce) await FlushAsync();
        }
        await FlushAsync();
        return sizes;

        async Task FlushAsync()
        {
            var prompts = (await store.FindPromptsAsync([.. some.Select(i => i.PromptDigest).Distinct(StringComparer.Ordinal)], cancel))
                .ToDictionary(prompt => prompt.Digest, prompt => prompt.Text, StringComparer.Ordinal);
            sizes.AddRange(some.AsParallel().AsOrdered().WithCancellation(cancel).Select(instance => Size(definition, instance, prompts[instance.PromptDigest])));
            some.Clear();
        }
    }

    private static InstanceSize Size(BenchmarkDefinition definition, Instance instance, string prompt)
    {
        var read = new DatasetInstance(instance.Id, instance.Input, [.. instance.References.Select(r => new DatasetReference(r.Text, r.Correct))])
        {
            Extra = [.. instance.Extra.Select(extra => (extra.Name, extra.Value))],
        };
        return new InstanceSize(
            instance.Id, instance.PromptDigest, Tokens.Count(prompt),
            definition.OpenEnded ? Tokens.Count(definition.RenderJurorPrompt(read, response: "")) : 0, definition.CriteriaOf(read).Count);
    }
}
