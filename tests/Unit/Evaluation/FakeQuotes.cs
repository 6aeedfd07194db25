using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Quotes as seen by Evaluation: a dollar for each item, and the first instance known.</summary>
internal sealed class FakeQuotes : QuoteService.QuoteServiceClient
{
    public List<QuoteCompletionsRequest> Requests { get; } = [];

    /// <summary>Input tokens of each item: low, expected and the most that its prompt can have; absent unless a test wants them.</summary>
    public bool CountsTokens { get; set; }

    public override AsyncUnaryCall<QuoteCompletionsResponse> QuoteCompletionsAsync(QuoteCompletionsRequest request, CallOptions options)
    {
        Requests.Add(request);
        var dollars = request.Items.Count * 1_000_000_000L;
        var response = new QuoteCompletionsResponse
        {
            Figures = new QuoteFigures { Completions = request.Items.Count, Cached = 1, OutputTokens = new() { Expected = 3 }, CostNanoUsd = new() { Low = dollars, Expected = 2 * dollars, High = 3 * dollars } },
            PriceVersion = request.Deployment + "@2025-01-01",
            OutputLimit = 9,
            CachedInstances = { request.Items[0].InstanceId },
        };
        if (CountsTokens)
        {
            var most = request.Items.Sum(item => item.InputTokens + item.MostAddedTokens);
            response.Figures.InputTokens = new() { Low = request.Items.Count, Expected = 2L * request.Items.Count, High = most };
        }
        return new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
