using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

public sealed class StoredOutcomesTests : IAsyncLifetime
{
    private static readonly DeploymentDefinition Deployment = Replica.Wanted("", "").Request.Deployment;

    private readonly TemporaryFolder folder = TemporaryFolder.Create("stored-outcomes");
    private readonly ScriptedProvider provider = new();
    private readonly EmbeddedCache cache = new(TimeProvider.System);
    private Replica replica = null!;

    public async Task InitializeAsync() =>
        replica = await Replica.StartAsync("sqlite:" + folder.Path, "inference", cache, new WakeUpBoard(), provider);

    public async Task DisposeAsync()
    {
        await replica.DisposeAsync();
        cache.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Answers_and_failures_are_found_and_the_rest_is_left_out_without_a_call()
    {
        provider.Reply = prompt => prompt == "bad" ? throw new ProviderException(FailureReason.ContentFilter, "stopped") : "answer to " + prompt;
        await AskAsync(Asked(Deployment, ("1", "p"), ("2", "bad"), ("3", "q")));
        var (calls, book) = (provider.Calls, await replica.LedgerAsync());

        var found = await Find([Deployment]).FindAsync(Asked(Deployment, ("1", "p"), ("2", "bad"), ("3", "q"), ("4", "never asked")), default);

        Assert.Equal(["1 answer to p", "2 ContentFilter", "3 answer to q"], found.Select(Text));
        Assert.Equal((calls, book), (provider.Calls, await replica.LedgerAsync()));
    }

    [Fact]
    public async Task An_item_that_was_served_the_answer_of_another_finds_it_by_its_question()
    {
        await AskAsync(Asked(Deployment, ("1", "p")));
        await AskAsync(Asked(Deployment, ("2", "p")));
        Assert.Equal(["2 B"], (await Find([Deployment]).FindAsync(Asked(Deployment, ("2", "p")), default)).Select(Text));
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task What_an_item_paid_for_stays_its_answer_when_the_deployment_is_set_otherwise_or_gone()
    {
        await AskAsync(Asked(Deployment, ("1", "p")));
        var changed = Deployment with { Model = "m-2" };
        provider.Reply = _ => "another";
        // Another run asks the changed deployment the same.
        await AskAsync(Asked(changed, ("1", "p"), "runs/other"), changed);

        Assert.Equal(["1 B"], (await Find([changed]).FindAsync(Asked(changed, ("1", "p")), default)).Select(Text));
        Assert.Equal(["1 B"], (await Find([]).FindAsync(Asked(changed, ("1", "p")), default)).Select(Text));
    }

    private StoredOutcomes Find(IEnumerable<DeploymentDefinition> deployments) => new(new DeploymentRegistry(deployments), replica.Engine);

    private Task<CompletionOutcome[]> AskAsync(CompletionsRequested asked, DeploymentDefinition? deployment = null) =>
        replica.CompleteAsync([.. WantedItems.Of(asked, deployment ?? Deployment)]);

    private static CompletionsRequested Asked(DeploymentDefinition deployment, (string Instance, string Prompt) item, string run) => Of(deployment, [item], run);

    private static CompletionsRequested Asked(DeploymentDefinition deployment, params (string Instance, string Prompt)[] items) => Of(deployment, items, "runs/test");

    private static CompletionsRequested Of(DeploymentDefinition deployment, (string Instance, string Prompt)[] items, string run) => new()
    {
        Batch = new CompletionBatch { Run = run, Benchmark = "b", Candidate = deployment.Id, Deployment = deployment.Id, Purpose = Purpose.Candidate },
        DataTier = DataTier.Public,
        Parameters = new DecodingParameters { MaxOutputTokens = 100 },
        Items = { items.Select(item => new RequestedCompletion { InstanceId = item.Instance, PromptDigest = item.Prompt }) },
    };

    private static string Text(ProducedCompletion item) => $"{item.InstanceId} {(item.Outcome.Completion is { } answer ? answer.Text : item.Outcome.Failure.Reason)}";
}
