using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Datasets;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;

namespace MedHelm.Evaluation.Instances;

/// <summary>Loads, samples and renders the instances of a benchmark, once for all runs that select the same.</summary>
internal sealed class InstanceSets(InstanceStore store, Settings settings)
{
    // What this process has made before, so that the second run of the same thing need not read the data again.
    private readonly ConcurrentDictionary<string, InstanceSet> made = new(StringComparer.Ordinal);

    /// <exception cref="DatasetException">The data is unusable.</exception>
    public async Task<InstanceSet> GetAsync(BenchmarkDefinition definition, BenchmarkSelection selection, CancellationToken cancel)
    {
        var fingerprint = Fingerprint(definition, selection);
        if (made.TryGetValue(fingerprint, out var earlier)) return earlier;

        var dataset = DatasetReader.Read(definition, selection.Data, settings.Datasets, cancel);
        var selected = Select(dataset.Instances, selection, definition);
        var instances = new List<Instance>(selected.Count);
        var prompts = new Dictionary<string, string>(selected.Count, StringComparer.Ordinal);
        foreach (var instance in selected)
        {
            var prompt = definition.RenderPrompt(instance);
            var digest = Digest.Of(prompt);
            prompts[digest] = prompt;
            instances.Add(new Instance
            {
                Id = instance.Id,
                Ordinal = instances.Count,
                Input = instance.Input,
                References = { instance.References.Select(reference => new Reference { Text = reference.Text, Correct = reference.Correct }) },
                PromptDigest = digest,
            });
        }
        var set = new InstanceSet(DigestOf(instances), instances.Count, dataset.Sha256, dataset.SkippedRows);
        await store.AddAsync(set.Digest, instances, prompts, cancel);
        made[fingerprint] = set;
        return set;
    }

    private static List<DatasetInstance> Select(IReadOnlyList<DatasetInstance> all, BenchmarkSelection selection, BenchmarkDefinition definition)
    {
        var pool = all;
        if (selection.InstanceIds.Count > 0)
        {
            var wanted = selection.InstanceIds.ToHashSet(StringComparer.Ordinal);
            pool = [.. all.Where(instance => wanted.Remove(instance.Id))];
            if (wanted.Count > 0)
                throw new DatasetException($"{definition.Id} has no instance '{wanted.Order(StringComparer.Ordinal).First()}' ({wanted.Count} of the {selection.InstanceIds.Count} instance_ids are unknown); correct the selection.");
        }
        if (pool.Count == 0) throw new DatasetException($"{definition.Id}: the data holds no instance.");
        var most = selection.MaxInstances > 0 ? selection.MaxInstances : pool.Count;
        return [.. HelmSampling.Pick(pool.Count, most).Select(index => pool[index])];
    }

    private string Fingerprint(BenchmarkDefinition definition, BenchmarkSelection selection)
    {
        var files = DatasetReader.Files(definition, selection.Data, settings.Datasets).Select(data =>
        {
            var file = new FileInfo(data.Path);
            return string.Create(CultureInfo.InvariantCulture, $"{data.Path}:{(file.Exists ? file.Length : -1)}:{file.LastWriteTimeUtc.Ticks}");
        });
        return string.Join('\n', [definition.DefinitionSha256, .. files, Convert.ToBase64String(selection.ToByteArray())]);
    }

    private static string DigestOf(IEnumerable<Instance> instances)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var instance in instances) hash.AppendData(SHA256.HashData(instance.ToByteArray()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
