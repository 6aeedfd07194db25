using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Money;
using MedHelm.Inference.Money.Quoting;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace MedHelm.Tests.Unit.Inference;

/// <summary>A quoter over an archive of its own, and deployments as a user writes them.</summary>
internal sealed class QuoterHarness : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly Database database;
    private readonly List<AnswerHistory> histories = [];

    public QuoterHarness()
    {
        database = new Database("inference", Settings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.Path}/db")]).Build()), typeof(InferenceModule).Assembly);
        Archive = new CompletionArchive(database);
        Book = new CallBook(database, TimeProvider.System, NullLogger<CallBook>.Instance);
    }

    public CompletionArchive Archive { get; }

    public CallBook Book { get; }

    public Task StartAsync() => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);

    /// <summary>Deployments of the provider "openai", each an id with further lines.</summary>
    public Dictionary<string, DeploymentDefinition> Deployments(params (string Id, string Lines)[] deployments) => DeploymentFile.Read(
        folder.Write("deployments.yaml", "deployments:\n" + string.Concat(deployments.Select(d => $"  - {{id: {d.Id}, provider: openai, model: m, base_url: \"http://x\", {d.Lines}}}\n"))),
        PriceCatalog.Load()).ToDictionary(d => d.Id, StringComparer.Ordinal);

    /// <summary>With a memory of its own, so that it sees what was archived just now.</summary>
    public Task<QuoteCompletionsResponse> QuoteAsync(DeploymentDefinition deployment, QuoteCompletionsRequest request)
    {
        histories.Add(new AnswerHistory(database));
        return new Quoter(new ProviderDirectory([new NamedProvider()], NullLogger<ProviderDirectory>.Instance), new KnownCompletions(database), histories[^1], TimeProvider.System).QuoteAsync(deployment, request, default);
    }

    public async ValueTask DisposeAsync()
    {
        await Book.DisposeAsync();
        foreach (var history in histories) history.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private sealed class NamedProvider : IProvider
    {
        public string Name => "openai";

        public string KeyOf(ProviderRequest request) => "key";

        public Task<ProviderReply> CompleteAsync(ProviderRequest request, Action<string>? onText, CancellationToken cancel) => throw new NotSupportedException();
    }
}
