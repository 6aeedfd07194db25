using MedHelm.Scoring;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Runs;
using MedHelm.Scoring.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.ServiceDefaults.Storage.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>The service's own parts on a real SQLite file, between a fake bus and a fake Evaluation.</summary>
public abstract class ScoringOnSqlite : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medhelm-scoring-");
    private readonly Func<Task> migrate;
    private readonly Func<ValueTask> close;
    private readonly AttachmentCache files;

    protected ScoringOnSqlite()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.FullName}")]).Build();
        var database = new Database("scoring", Settings.Read(configuration), typeof(ScoringModule).Assembly);
        migrate = () => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        close = database.DisposeAsync;
        var plans = new RunPlans(Evaluation, TimeProvider.System);
        var store = new ScoreStore(database);
        var publisher = new ScorePublisher(store, Bus);
        files = new(Catalog, TimeProvider.System);
        var sandbox = new SqliteSandbox(new SandboxLimits { Steps = 1_000_000 }, TimeProvider.System);
        var scorer = new AnswerScorer(new QueryExecution(files, sandbox));
        var references = new InstanceReferences(Evaluation, TimeProvider.System);
        Answers = new(plans, references, MetricCatalog.Standard, scorer, publisher);
        Verdicts = new(plans, references, MetricCatalog.Standard, store, publisher);
        Rpc = new(MetricCatalog.Standard, store, scorer);
    }

    internal FakeEvaluation Evaluation { get; } = new();

    internal FakeCatalog Catalog { get; } = new();

    internal RecordingBus Bus { get; } = new();

    internal CompletionsProducedHandler Answers { get; }

    internal VerdictsReachedHandler Verdicts { get; }

    internal ScoringRpc Rpc { get; }

    public Task InitializeAsync() => migrate();

    public async Task DisposeAsync()
    {
        await close();
        files.Dispose();
        folder.Delete(recursive: true);
    }
}
