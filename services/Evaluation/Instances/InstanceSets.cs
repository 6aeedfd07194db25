using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Evaluation.Storage;
using MedHelm.ServiceDefaults;

namespace MedHelm.Evaluation.Instances;

/// <summary>Loads, samples and renders the instances of a benchmark, once for all runs that select the same.</summary>
internal sealed class InstanceSets(InstanceStore store, AttachmentFiles attachments, Settings settings)
{
    private const int MostReads = 3;
    // About two million tokens, and well below what a message between services may have.
    private const int LongestPrompt = 8_000_000;

    // What this process has made before, so that the second run of the same thing need not read the data again.
    private readonly ConcurrentDictionary<string, InstanceSet> made = new(StringComparer.Ordinal);

    /// <exception cref="DatasetException">The data is unusable.</exception>
    public async Task<InstanceSet> GetAsync(BenchmarkDefinition definition, BenchmarkSelection selection, CancellationToken cancel)
    {
        var folder = DatasetFolder.Of(definition, selection.Data, settings.Datasets, selection.DataPath);
        var fingerprint = Fingerprint(definition, folder, selection);
        if (made.TryGetValue(fingerprint, out var earlier)) return earlier;

        var dataset = Read(definition, folder, cancel);
        var selected = InstanceSelection.Select(dataset.Instances, selection, definition);
        var instances = new List<Instance>(selected.Count);
        var prompts = new Dictionary<string, string>(selected.Count, StringComparer.Ordinal);
        foreach (var instance in selected)
        {
            var prompt = definition.RenderPrompt(instance);
            if (prompt.Length > LongestPrompt)
                throw new DatasetException($"{definition.Id}: the prompt of an instance in {folder.Path} has {prompt.Length} characters, more than the {LongestPrompt} that any model takes. Cut it with mapping.long_text, or skip such rows.");
            var digest = Digest.Of(prompt);
            prompts[digest] = prompt;
            instances.Add(ToProto(instance, instances.Count, digest));
        }
        var set = new InstanceSet(DigestOf(instances), instances.Count, dataset.Sha256, dataset.SkippedCount)
        {
            Data = folder.Choice,
            CutInstances = instances.Count(instance => instance.Cut is not null),
            Subsets = [.. instances.Where(i => i.Subset.Length > 0).CountBy(i => i.Subset, StringComparer.Ordinal).Select(s => new Subset { Name = s.Key, Instances = s.Value })],
            Clusters = instances.Exists(i => i.Cluster.Length > 0) ? instances.Select(i => i.Cluster).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).Count() + instances.Count(i => i.Cluster.Length == 0) : 0,
            Attachments = await attachments.RememberAsync(dataset.Attachments, cancel),
        };
        await store.AddAsync(set.Digest, instances, prompts, cancel);
        made[fingerprint] = set;
        return set;
    }

    // Files are hashed, then read: rows of one version must not go under the digest of another.
    private static LoadedDataset Read(BenchmarkDefinition definition, DatasetFolder folder, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = folder.FileStamps;
            var dataset = DatasetReader.Read(definition, folder, cancel);
            if (before.SequenceEqual(folder.FileStamps)) return dataset;
            if (attempt == MostReads) throw new DatasetException($"{definition.Id}: the files in {folder.Path} change while they are read. Wait until whoever writes them is done, then start the run again.");
        }
    }

    internal static Instance ToProto(DatasetInstance instance, int ordinal, string promptDigest) => new()
    {
        Id = instance.Id,
        Ordinal = ordinal,
        Input = instance.Input,
        References = { instance.References.Select(reference => new Reference { Text = reference.Text, Correct = reference.Correct }) },
        PromptDigest = promptDigest,
        Subset = instance.Subset,
        Cluster = instance.Cluster,
        Extra = { instance.Extra.Select(extra => new Extra { Name = extra.Name, Value = extra.Value }) },
        Cut = instance.Cut is { } cut ? new Cut { Tokens = cut.Tokens, KeptTokens = cut.KeptTokens, Keeps = cut.KeptLast ? CutKeeps.Last : CutKeeps.First } : null,
    };

    private static string Fingerprint(BenchmarkDefinition definition, DatasetFolder folder, BenchmarkSelection selection) =>
        string.Join('\n', [definition.DefinitionSha256, definition.Protocol, .. folder.FileStamps, Convert.ToBase64String(selection.ToByteArray())]);

    private static string DigestOf(IEnumerable<Instance> instances)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var instance in instances) hash.AppendData(SHA256.HashData(instance.ToByteArray()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
