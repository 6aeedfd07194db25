using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Processes;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>
/// One run with everything in it: a baseline and two models that cost money, closed and open benchmarks, answers that fail
/// for several reasons, a juror that talks instead of rating, and passing errors that must leave no trace.
/// </summary>
internal static class GoldenSuite
{
    public const string RunId = "golden";

    /// <summary>Deployments that cost money.</summary>
    public const int PaidDeployments = 3;

    /// <summary>Errors 429 and 500 that the provider gives and does not bill.</summary>
    public const int UnbilledFaults = 4;

    public static RunSpec Spec { get; } = new()
    {
        Suite = "golden",
        Deployments = { "baseline/longest-option", "fake/alpha", "fake/beta" },
        Benchmarks =
        {
            new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample },
            new BenchmarkSelection { Benchmark = "pubmed_qa", Data = DatasetChoice.Sample, MaxInstances = 15 },
            new BenchmarkSelection { Benchmark = "aci_bench", Data = DatasetChoice.Sample },
            new BenchmarkSelection { Benchmark = "medication_qa", Data = DatasetChoice.Sample },
        },
        Jurors = { "fake/alpha", "fake/talker", "baseline/judge-f1" },
    };

    public static Task<FakeOpenAi> StartProviderAsync(TimeSpan latency = default) => FakeOpenAi.StartNewAsync(new FakeOpenAiOptions
    {
        Latency = latency,
        Reply = request => Mark(request) switch
        {
            _ when request.Model == "talker-1" && Mark(request) % 3 == 0 => "I would rather not put a number on this answer.",
            7 when request.Model == "beta-1" => "None of the options convinces me.",
            _ => DefaultReplies.For(request),
        },
        Faults =
        [
            new FaultRule(FaultKind.ContentFilter) { When = request => request.Model == "beta-1" && Mark(request) == 3 },
            new FaultRule(FaultKind.EmptyContent) { When = request => request.Model == "beta-1" && Mark(request) == 5 },
            new FaultRule(FaultKind.TooManyRequests) { When = request => request.Model == "alpha-1", Every = 20, Times = 2 },
            new FaultRule(FaultKind.ServerError) { When = request => request.Model == "alpha-1", Every = 15, Times = 2 },
        ],
    });

    public static string WriteDeployments(TemporaryFolder folder, FakeOpenAi provider)
    {
        var file = folder.File("deployments.yaml");
        File.WriteAllText(file, $$$"""
            deployments:
              - {id: fake/alpha, provider: openai, honours_idempotency_keys: true, model: alpha-1, base_url: "{{{provider.BaseUrl}}}", prices: {input_usd_per_million: 2.5, output_usd_per_million: 10}}
              - {id: fake/beta, provider: openai, honours_idempotency_keys: true, model: beta-1, base_url: "{{{provider.BaseUrl}}}", prices: {input_usd_per_million: 0.15, output_usd_per_million: 0.6}}
              - {id: fake/gamma, provider: openai, honours_idempotency_keys: true, model: gamma-1, base_url: "{{{provider.BaseUrl}}}", prices: {input_usd_per_million: 1, output_usd_per_million: 2}}
              - {id: fake/talker, provider: openai, honours_idempotency_keys: true, model: talker-1, base_url: "{{{provider.BaseUrl}}}", prices: {input_usd_per_million: 0.71, output_usd_per_million: 0.71}}
            """);
        return file;
    }

    // The prompt alone decides, so that the same things happen in whatever order the work is done.
    private static int Mark(ChatRequest request) => Convert.ToInt32(request.PromptSha256[..1], 16);
}
