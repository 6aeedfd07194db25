using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Money.Quoting;

/// <summary>Says what completions of one deployment would cost: which are known already, and how long the others will be.</summary>
internal sealed class Quoter(ProviderDirectory providers, KnownCompletions known, AnswerHistory history, TimeProvider clock)
{
    public async Task<QuoteCompletionsResponse> QuoteAsync(DeploymentDefinition deployment, QuoteCompletionsRequest request, CancellationToken cancel)
    {
        var prices = deployment.PricesAt(clock.GetUtcNow());
        var parameters = deployment.Overrides.ApplyTo(request.Parameters);
        var limit = parameters.MaxOutputTokens > 0 ? parameters.MaxOutputTokens : deployment.MostOutputTokens;
        var response = new QuoteCompletionsResponse { PriceVersion = prices.Version, OutputLimit = limit };
        if (request.Mode == QuoteMode.Paper)
        {
            response.Figures = PaperQuote.Of(prices, request.Purpose, Tokens(deployment, request.Items), limit).ToProto();
        }
        else
        {
            var open = await NewAsync(deployment, parameters, request, response, cancel);
            var observed = deployment.Kind == DeploymentKind.Model ? await history.FindAsync(deployment.Id, request.Purpose, cancel) : [];
            var lengths = AnswerLengths.Of(observed, request.Benchmark);
            response.ObservedAnswers = lengths.Count;
            response.Figures = deployment.Kind == DeploymentKind.Model
                ? IntervalQuote.Of(prices, request.PriceClass, Rated(open, request, observed), lengths, limit)
                : Nothing(open.Count);
            response.Figures.Cached = request.Items.Count - open.Count;
        }
        response.Figures.Completions = request.Items.Count;
        return response;
    }

    // Baselines and recordings read and write no tokens that anybody counts.
    private static QuoteFigures Nothing(int completions) => new()
    {
        Completions = completions,
        InputTokens = Interval.Exactly(0).ToProto(),
        OutputTokens = Interval.Exactly(0).ToProto(),
        CostNanoUsd = Interval.Exactly(0).ToProto(),
    };

    private static List<QuotedItem> Tokens(DeploymentDefinition deployment, IReadOnlyCollection<QuoteItem> items) => deployment.Kind == DeploymentKind.Model
        ? [.. items.Select(item => new QuotedItem(item.InputTokens, item.MostAddedTokens, item.ExpectedAddedTokens))]
        : [];

    // The prompt of a rating is not known before the answer; that the juror rated this instance for this candidate is.
    private static List<QuotedItem> Rated(List<QuoteItem> open, QuoteCompletionsRequest request, IReadOnlyCollection<Observation> observed)
    {
        var rated = open.Exists(item => item.AnswerKnown)
            ? observed.Where(o => o.Benchmark == request.Benchmark && o.Candidate == request.Candidate).Select(o => o.InstanceId).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. open.Select(item => new QuotedItem(
            item.InputTokens, item.MostAddedTokens, item.ExpectedAddedTokens, item.AnswerKnown && rated.Contains(item.InstanceId)))];
    }

    /// <summary>The items that must be bought: not in the archive, and each question once.</summary>
    private async Task<List<QuoteItem>> NewAsync(
        DeploymentDefinition deployment, DecodingParameters parameters, QuoteCompletionsRequest request, QuoteCompletionsResponse response, CancellationToken cancel)
    {
        var keys = request.Items.Select(item => item.PromptDigest.Length > 0 ? KeyOf(deployment, parameters, request, item) : "").ToArray();
        var archived = await known.FindAsync([.. keys.Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)], cancel);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new List<QuoteItem>();
        foreach (var (item, key) in request.Items.Zip(keys))
        {
            if (key.Length > 0 && archived.Contains(key)) response.CachedInstances.Add(item.InstanceId);
            else if (key.Length == 0 || seen.Add(key)) open.Add(item);
        }
        return open;
    }

    private string KeyOf(DeploymentDefinition deployment, DecodingParameters parameters, QuoteCompletionsRequest request, QuoteItem item)
    {
        var candidate = request.Purpose == Purpose.Candidate;
        var wanted = new ProviderRequest
        {
            Deployment = deployment,
            PromptDigest = item.PromptDigest,
            Parameters = parameters,
            DataTier = request.DataTier,
            Project = ProjectName.OrDefault(request.Project),
            Benchmark = candidate ? request.Benchmark : "",
            InstanceId = candidate ? item.InstanceId : "",
        };
        return RequestDigest.Of(wanted, providers.ProviderOf(wanted).KeyOf(wanted));
    }
}
