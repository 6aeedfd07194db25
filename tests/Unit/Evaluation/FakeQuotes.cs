using Grpc.Core;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Quotes as seen by Evaluation: a dollar for each item, and the first instance known.</summary>
internal sealed class FakeQuotes : QuoteService.QuoteServiceClient
{
    public List<QuoteCompletionsRequest> Requests { get; } = [];

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
        return new(Task.FromResult(response), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
