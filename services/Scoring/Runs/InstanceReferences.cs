using System.Collections.Frozen;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Scoring.Runs;

/// <summary>The references of whole instance sets, with what metrics need besides, asked of Evaluation once.</summary>
internal sealed class InstanceReferences(EvaluationService.EvaluationServiceClient evaluation, TimeProvider clock)
{
    // In characters, with an allowance for each reference: about 40 MB.
    private const long MaxSize = 20_000_000;
    private const int PerReference = 60;
    private const int PageSize = 1000;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private readonly SharedLoads<FrozenDictionary<string, References>> sets = new(MaxSize, SizeOf);

    /// <summary>References by instance id.</summary>
    internal Task<FrozenDictionary<string, References>> GetAsync(string instanceSet, CancellationToken cancel) =>
        sets.GetAsync(instanceSet, () => LoadAsync(instanceSet), cancel);

    private async Task<FrozenDictionary<string, References>> LoadAsync(string instanceSet)
    {
        var found = new Dictionary<string, References>(StringComparer.Ordinal);
        var request = new ListInstancesRequest { InstanceSet = instanceSet, PageSize = PageSize, WithoutInput = true };
        do
        {
            var page = await evaluation.ListInstancesAsync(request, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout);
            foreach (var instance in page.Instances) found[instance.Id] = References.Of(instance.References, instance.Extra) with { Subset = instance.Subset, Cluster = instance.Cluster };
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static long SizeOf(FrozenDictionary<string, References> set) =>
        1 + set.Values.Sum(references =>
            references.Texts.Sum(text => (long)text.Length + PerReference) + references.Extras.Sum(extra => (long)extra.Value.Length + PerReference));
}
