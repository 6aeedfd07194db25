using MedHelm.Scoring;
using MedHelm.Scoring.Encoders;
using MedHelm.Scoring.Execution;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Rescoring;
using MedHelm.Scoring.Runs;
using MedHelm.Scoring.Storage;
using MedHelm.Scoring.Summaries;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.ServiceDefaults.Storage.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>The service's own parts on a real SQLite file, between a fake bus and a fake Evaluation.</summary>
public abstract class ScoringOnSqlite : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medhelm-scoring-");
    private readonly Func<Task> migrate;
    private readonly Func<ValueTask> close;
    private readonly AttachmentCache files;

    private protected ScoringOnSqlite(ITextEncoder? encoder = null)
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
        var encoding = new AnswerEncoding(encoder, Clock, NullLogger<AnswerEncoding>.Instance);
        var scorer = new AnswerScorer(new QueryExecution(files, sandbox), encoding);
        var references = new InstanceReferences(Evaluation, TimeProvider.System);
        var scoring = new OutcomeScoring(scorer, new InstanceSources(Evaluation, TimeProvider.System));
        Answers = new(plans, references, MetricCatalog.Standard, scoring, publisher);
        Verdicts = new(plans, references, MetricCatalog.Standard, store, publisher);
        var cells = new CellRescorer(
            new StoredAnswers(Stored.Requests, Stored.Completions, TimeProvider.System), new StoredVerdicts(Stored.Judging, TimeProvider.System), references, scoring, MetricCatalog.Standard, store);
        var rescorer = new RunRescorer(new RescoreRequests(plans, MetricCatalog.Standard, Catalog, TimeProvider.System), cells);
        Rpc = new(MetricCatalog.Standard, store, scorer, encoding, plans, new ScoreSummaries(store, references, MetricCatalog.Standard, new HeavyWork()), rescorer);
    }

    /// <summary>The clock of the encoder's outages.</summary>
    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal FakeEvaluation Evaluation { get; } = new();

    internal FakeCatalog Catalog { get; } = new();

    internal FakeStoredRun Stored { get; } = new();

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
