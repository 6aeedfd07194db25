using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using Microsoft.Extensions.Caching.Memory;

namespace MedHelm.Judging.Juries;

/// <summary>
/// Questions and gold answers. An instance set is named by its content, so what was fetched for one candidate serves the next.
/// </summary>
internal sealed class InstanceTexts(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock) : IDisposable
{
    private const int MostIdsACall = 1000;
    // In characters, two bytes each; a record can be 400,000 long.
    private const long MostCharacters = 8_000_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly MemoryCache texts = new(new MemoryCacheOptions { SizeLimit = MostCharacters });

    /// <summary>The texts of all these instances.</summary>
    /// <exception cref="InvalidOperationException">Evaluation does not know one of them.</exception>
    public async Task<IReadOnlyDictionary<string, InstanceText>> FindAsync(
        string instanceSet, IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        var found = await FindKnownAsync(instanceSet, instanceIds, cancel);
        var missing = instanceIds.Where(id => !found.ContainsKey(id)).ToList();
        return missing.Count == 0
            ? found
            : throw new InvalidOperationException($"Instance set {instanceSet} has no instance {string.Join(", ", missing)}, yet answers to it arrived.");
    }

    /// <summary>The texts of those of these instances that Evaluation knows.</summary>
    public async Task<IReadOnlyDictionary<string, InstanceText>> FindKnownAsync(
        string instanceSet, IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        var found = new Dictionary<string, InstanceText>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var id in instanceIds)
        {
            if (texts.TryGetValue((instanceSet, id), out InstanceText? text)) found[id] = text!;
            else unknown.Add(id);
        }
        foreach (var ids in unknown.Chunk(MostIdsACall)) await AddAsync(instanceSet, ids, found, cancel);
        return found;
    }

    public void Dispose() => texts.Dispose();

    // Where they do not fit one reply, halves of them may.
    private async Task AddAsync(string instanceSet, string[] ids, Dictionary<string, InstanceText> found, CancellationToken cancel)
    {
        try
        {
            var reply = await evaluation.ListInstancesAsync(
                new ListInstancesRequest { InstanceSet = instanceSet, InstanceIds = { ids } },
                new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel));
            foreach (var instance in reply.Instances) found[instance.Id] = Remember(instanceSet, instance);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && ids.Length > 1)
        {
            foreach (var half in ids.Chunk((ids.Length + 1) / 2)) await AddAsync(instanceSet, half, found, cancel);
        }
    }

    private InstanceText Remember(string instanceSet, Instance instance)
    {
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in instance.Extra) extra[entry.Name] = entry.Value;
        var text = new InstanceText(instance.Input, instance.References.FirstOrDefault(reference => reference.Correct)?.Text, extra);
        return texts.Set((instanceSet, instance.Id), text, new MemoryCacheEntryOptions
        {
            Size = text.Question.Length + (text.GoldResponse?.Length ?? 0) + extra.Values.Sum(value => value.Length),
        });
    }
}
