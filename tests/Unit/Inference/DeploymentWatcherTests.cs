using MedHelm.Contracts;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Providers.Replay;
using MedHelm.ServiceDefaults.Bus;
using MedHelm.Testing.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class DeploymentWatcherTests : IDisposable, IBusEndpoints, ILogger<DeploymentWatcher>
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("watcher");
    private readonly FakeTimeProvider clock = new();
    private readonly List<string> opened = [];
    private readonly List<string> logged = [];
    private readonly DeploymentRegistry registry;
    private readonly DeploymentWatcher watcher;
    private bool busAway;

    public DeploymentWatcherTests()
    {
        Write("a");
        registry = DeploymentRegistry.Load(Deployments, PriceCatalog.Load());
        watcher = new DeploymentWatcher(registry, PriceCatalog.Load(), this, Deployments, queue => BusEndpoint.ForCommand<CompletionsRequested, CompletionsRequestedHandler>(queue, 1), clock, this);
    }

    private string Deployments => folder.File("deployments.yaml");

    [Fact]
    public async Task A_changed_file_is_taken_when_it_has_come_to_rest_and_new_queues_open_first()
    {
        Write("a", "b");
        await LookAsync();
        Assert.Null(registry.Find("b"));

        await LookAsync();
        Assert.NotNull(registry.Find("b"));
        Assert.Equal([CompletionQueue.For("b")], opened);

        Write("b");
        await LookAsync(2);
        Assert.Null(registry.Find("a"));
        Assert.NotNull(registry.Find("baseline/first-option"));
    }

    [Fact]
    public async Task A_broken_file_keeps_what_was_there_and_is_told_once()
    {
        File.WriteAllText(Deployments, "deployments:\n  - id: x\n    provider: telepathy\n");
        await LookAsync(5);

        Assert.NotNull(registry.Find("a"));
        Assert.Contains(":3: provider", registry.Warnings[0], StringComparison.Ordinal);
        Assert.Equal(registry.Warnings.Count, logged.Count);

        File.Delete(Deployments);
        await LookAsync(3);
        Assert.NotNull(registry.Find("a"));

        Write("c");
        await LookAsync(2);
        Assert.NotNull(registry.Find("c"));
        Assert.Empty(registry.Warnings);
    }

    [Fact]
    public async Task While_the_bus_is_away_nothing_changes_and_afterwards_it_does()
    {
        busAway = true;
        Write("a", "b");
        await LookAsync(4);
        Assert.Null(registry.Find("b"));
        Assert.Single(logged);

        busAway = false;
        await LookAsync();
        Assert.NotNull(registry.Find("b"));
    }

    [Fact]
    public async Task A_recording_that_changes_is_read_again_and_work_under_way_keeps_the_old_one()
    {
        File.WriteAllText(folder.File("r.jsonl"), """{"prompt_digest":"d","text":"old"}""");
        File.WriteAllText(Deployments, "deployments:\n  - {id: r, provider: replay, recordings: [{file: r.jsonl}]}\n");
        await LookAsync(2);
        var before = registry.Find("r")!;
        File.WriteAllText(folder.File("r.jsonl"), """{"prompt_digest":"d","text":"renewed"}""");
        await LookAsync(2);

        Assert.Equal("old", await ReplayAsync(before));
        Assert.Equal("renewed", await ReplayAsync(registry.Find("r")!));
    }

    [Fact]
    public async Task The_clock_drives_the_looks()
    {
        Write("a", "b");
        await watcher.StartAsync(CancellationToken.None);
        for (var turn = 0; turn < 100_000 && registry.Find("b") is null; turn++)
        {
            clock.Advance(DeploymentWatcher.Interval);
            await Task.Yield();
        }
        await watcher.StopAsync(CancellationToken.None);

        Assert.NotNull(registry.Find("b"));
    }

    Task IBusEndpoints.ConnectAsync(BusEndpoint endpoint, CancellationToken cancel)
    {
        if (busAway) throw new InvalidOperationException("away");
        opened.Add(endpoint.Queue);
        return Task.CompletedTask;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning) logged.Add(formatter(state, exception));
    }

    public void Dispose()
    {
        watcher.Dispose();
        folder.Dispose();
    }

    private static async Task<string> ReplayAsync(DeploymentDefinition deployment) => (await new ReplayProvider().CompleteAsync(
        new ProviderRequest { Deployment = deployment, PromptDigest = "d", Parameters = new DecodingParameters() }, null, CancellationToken.None)).Completion.Text;

    private void Write(params string[] ids) => File.WriteAllText(
        Deployments, "deployments:\n" + string.Concat(ids.Select(id => $"  - {{id: {id}, provider: openai, model: m, base_url: \"http://x\"}}\n")));

    private async Task LookAsync(int times = 1)
    {
        for (var i = 0; i < times; i++) await watcher.LookAsync(CancellationToken.None);
    }
}
