using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;

namespace MedHelm.Inference.Providers.Baselines;

/// <summary>The built-in rules, behind the same door as every model.</summary>
internal sealed class BaselineProvider : IProvider
{
    // Counted up when a rule's answers change, so that the cache does not give the old ones.
    private const string RulesVersion = "1";

    private static readonly Dictionary<string, IBaseline> Rules = new IBaseline[]
    {
        new FirstOption(),
        new LongestOption(),
        new MostOverlappingSentence(),
        OverlapJudge.Recall,
        OverlapJudge.Precision,
        OverlapJudge.F1,
    }.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The deployments that are always there.</summary>
    public static IReadOnlyList<DeploymentDefinition> Deployments { get; } =
    [
        .. Rules.Values.Select(rule => new DeploymentDefinition
        {
            Id = rule.Id,
            Provider = "baseline",
            Model = rule.Id,
            Kind = DeploymentKind.Baseline,
            DisplayName = rule.DisplayName,
            Description = rule.Description,
            ApprovedTiers = [DataTier.Public, DataTier.Gated, DataTier.Private],
        }),
    ];

    public string Name => "baseline";

    public string KeyOf(ProviderRequest request) => RulesVersion;

    public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel)
    {
        var answer = Rules[request.Deployment.Id].Answer(request.Conversation!.AsPrompt ?? request.Conversation.Messages[^1].Content);
        if (string.IsNullOrWhiteSpace(answer)) throw new ProviderException(FailureReason.Empty, "The rule finds nothing to answer with.");
        onText?.Invoke(answer);
        return Task.FromResult(new ProviderReply(
            new Completion { Text = answer, FinishReason = FinishReason.Stop, ModelSnapshot = request.Deployment.Model }, new Usage()));
    }
}
