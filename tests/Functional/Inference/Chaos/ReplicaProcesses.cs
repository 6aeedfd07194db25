using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>
/// Four processes of Inference on real servers before providers that send an invoice, for all tests of a class: each test has a
/// provider, a deployment and a project of its own.
/// </summary>
public sealed class ReplicaProcesses : IAsyncLifetime
{
    public const string Shared = "chaos/shared";
    public const string Keyed = "chaos/keyed";
    public const string Unkeyed = "chaos/unkeyed";

    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(2);

    // Neither is a whole number of billionths a token, so that every call is rounded.
    private static readonly TokenPrice Price = new(60.70013m, 81.30007m);

    private readonly TemporaryFolder folder = TemporaryFolder.Create("chaos");
    private readonly Dictionary<string, FakeOpenAi> providers = new(StringComparer.Ordinal);
    private InferenceReplicas? system;
    private Database? database;

    public InferenceReplicas System => system!;

    /// <summary>The provider behind a deployment.</summary>
    public FakeOpenAi Provider(string deployment) => providers[deployment];

    public async Task InitializeAsync()
    {
        providers[Shared] = await FakeOpenAi.StartNewAsync(new FakeOpenAiOptions
        {
            Latency = TimeSpan.FromMilliseconds(300),
            Price = Price,
            Faults = [new FaultRule(FaultKind.Hang) { When = request => request.Prompt.Contains("stall", StringComparison.Ordinal), Times = 1 }],
        });
        providers[Keyed] = await StartWorkerAsync(honoursKeys: true);
        providers[Unkeyed] = await StartWorkerAsync(honoursKeys: false);
        var file = folder.File("deployments.yaml");
        await File.WriteAllTextAsync(file, "deployments:\n" + Deployment(Shared, true) + Deployment(Keyed, true) + Deployment(Unkeyed, false));
        system = await InferenceReplicas.StartNewAsync(4, file, new KeyValuePair<string, string>("MEDHELM__INFERENCE__CLAIMTIME", ClaimTime.ToString("c")));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", system.Postgres.ConnectionString)]).Build();
        database = new Database("inference", Settings.Read(configuration), typeof(InferenceModule).Assembly);
    }

    public async Task DisposeAsync()
    {
        if (database is not null) await database.DisposeAsync();
        if (system is not null) await system.DisposeAsync();
        foreach (var provider in providers.Values) await provider.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A question to a deployment, paid by a project.</summary>
    public static CompleteRequest Question(string deployment, string prompt, string project) => new()
    {
        Deployment = deployment,
        Prompt = prompt,
        DataTier = DataTier.Public,
        Project = project,
        Parameters = new DecodingParameters { MaxOutputTokens = 64 },
    };

    /// <summary>The ledger of the direct calls to a deployment.</summary>
    public async Task<LedgerLine> LedgerAsync(string deployment) =>
        Assert.Single(await new CompletionArchive(database!).LedgerAsync("", default), line => line.Deployment == deployment);

    /// <summary>A project's budget.</summary>
    public async Task<Budget> BudgetAsync(string project) =>
        (await System.All[0].Budgets.GetBudgetAsync(new GetBudgetRequest { Name = "projects/" + project })).Budget;

    /// <summary>Sets a project's budget.</summary>
    public async Task LimitAsync(string project, long limit) =>
        await System.All[0].Budgets.SetBudgetAsync(new SetBudgetRequest { Name = "projects/" + project, LimitNanoUsd = limit });

    // It bills what it has begun, like real providers, and its answers differ in length.
    private static Task<FakeOpenAi> StartWorkerAsync(bool honoursKeys) => FakeOpenAi.StartNewAsync(new FakeOpenAiOptions
    {
        Latency = TimeSpan.FromMilliseconds(300),
        Price = Price,
        HonoursKeys = honoursKeys,
        WorksForTheGone = true,
        Reply = request => $"The answer is {request.PromptSha256}, {request.PromptSha256}, {request.PromptSha256[..(4 + 2 * Convert.ToInt32(request.PromptSha256[..1], 16))]}.",
    });

    private string Deployment(string id, bool honoursKeys) => FormattableString.Invariant($$$"""
          - {id: {{{id}}}, provider: openai, model: m-1, base_url: "{{{providers[id].BaseUrl}}}", max_in_flight: 400, honours_idempotency_keys: {{{(honoursKeys ? "true" : "false")}}},
             prices: {input_usd_per_million: {{{Price.Input}}}, output_usd_per_million: {{{Price.Output}}}}}

        """);
}
