using Google.Protobuf;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Reporting;
using MedHelm.Reporting.Comparisons;
using MedHelm.Reporting.Leaderboards;
using MedHelm.Reporting.Runs;
using MedHelm.Reporting.Storage;
using MedHelm.Reporting.Trust;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Unit.Reporting;

/// <summary>The service's own parts on a real SQLite file, between a fake Evaluation and Scoring's own statistics.</summary>
public abstract class ReportingOnSqlite : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medhelm-reporting-");
    private readonly Func<Task> migrate;
    private readonly Func<ValueTask> close;
    private readonly Func<IMessage, Task> handle;
    private readonly ReportingRpc rpc;

    protected ReportingOnSqlite()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", $"sqlite:{folder.FullName}")]).Build();
        var database = new Database("reporting", Settings.Read(configuration), typeof(ReportingModule).Assembly);
        migrate = () => new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        var records = new RecordStore(database);
        var figures = new FigureStore(database);
        var plans = new RunPlans(Evaluation, TimeProvider.System);
        var reader = new LeaderboardReader(Leaderboards = new(database), figures, plans, new RunPauses(Evaluation, TimeProvider.System), Scoring, new FakeStatistics(Scoring), TimeProvider.System);
        var completion = new RunCompletion(Leaderboards, figures, plans, reader);
        rpc = new(reader, new JuryTrust(Certificates, TimeProvider.System, NullLogger<JuryTrust>.Instance), plans, new JuryComparisons(Bench, TimeProvider.System));
        handle = message => message switch
        {
            CompletionsProduced produced => new CompletionsProducedHandler(records, completion).HandleAsync(produced, default),
            InstancesScored scored => new InstancesScoredHandler(plans, records, completion).HandleAsync(scored, default),
            VerdictsReached reached => new VerdictsReachedHandler(records, completion).HandleAsync(reached, default),
            RunCompleted completed => new RunCompletedHandler(Leaderboards, completion).HandleAsync(completed, default),
            _ => throw new ArgumentException($"Nobody handles {message.Descriptor.Name}.", nameof(message)),
        };
        close = () =>
        {
            plans.Dispose();
            return database.DisposeAsync();
        };
    }

    internal FakeEvaluation Evaluation { get; } = new();

    internal FakeScoring Scoring { get; } = new();

    internal FakeBench Bench { get; } = new();

    internal FakeCertificates Certificates { get; } = new();

    internal LeaderboardStore Leaderboards { get; }

    public Task InitializeAsync() => migrate();

    public async Task DisposeAsync()
    {
        await close();
        folder.Delete(recursive: true);
    }

    protected async Task HandleAsync(params IEnumerable<IMessage> messages)
    {
        foreach (var message in messages) await handle(message);
    }

    protected async Task<Leaderboard> GetAsync(string run = Sample.Run) =>
        (await rpc.GetLeaderboard(new GetLeaderboardRequest { Run = run }, new CallContext())).Leaderboard;

    protected async Task<Comparison> CompareAsync(CompareRunsRequest request) => (await rpc.CompareRuns(request, new CallContext())).Comparison;
}
