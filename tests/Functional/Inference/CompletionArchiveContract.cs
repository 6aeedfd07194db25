using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>What Inference expects of its storage, whichever engine is behind it.</summary>
public abstract class CompletionArchiveContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private Database database = null!;
    private CompletionArchive archive = null!;

    protected abstract string Storage { get; }

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        database = new Database("archive_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal), Settings.Read(configuration), typeof(InferenceModule).Assembly);
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        archive = new CompletionArchive(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Answers_come_back_as_they_were_stored_short_and_long()
    {
        var entries = new[] { Answer("a", "B"), Answer("b", new string('x', 50_000)) };
        await archive.AddAsync(entries, default);

        var found = await archive.FindAsync(["a", "b", "c"], default);

        Assert.Equal(entries.Select(e => e.Completion), found.OrderBy(c => c.RequestDigest, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_same_answer_stored_again_is_booked_once()
    {
        await archive.AddAsync([Answer("a", "first")], default);
        await archive.AddAsync([Answer("a", "first")], default);

        Assert.Equal(1, Assert.Single(await archive.LedgerAsync("runs/r", default)).Calls);
    }

    [Fact]
    public async Task The_first_answer_stands_for_a_second_call_and_the_books_show_both()
    {
        await archive.AddAsync([Answer("a", "first")], default);

        var earlier = await archive.AddAsync([Answer("a", "second"), Answer("b", "other")], default);

        Assert.Equal("first", Assert.Single(earlier).Value.Completion.Text);
        Assert.Equal("first", Assert.Single(await archive.FindAsync(["a"], default)).Completion.Text);
        Assert.Equal((3, 21), (Assert.Single(await archive.LedgerAsync("runs/r", default)).Calls, Assert.Single(await archive.LedgerAsync("runs/r", default)).CostNanoUsd));
    }

    [Fact]
    public async Task The_ledger_sums_by_deployment_and_purpose()
    {
        await archive.AddAsync([Answer("a", "x"), Answer("b", "y"), Answer("c", "z") with { Purpose = Purpose.Juror }, Answer("d", "other") with { Run = "runs/other" }], default);

        var lines = await archive.LedgerAsync("runs/r", default);

        Assert.Equal([(Purpose.Candidate, 2L, 14L), (Purpose.Juror, 1L, 7L)], lines.Select(line => (line.Purpose, line.Calls, line.CostNanoUsd)));
        Assert.Equal(new Usage { InputTokens = 20, OutputTokens = 4 }, lines[0].Usage);
    }

    [Fact]
    public async Task A_failure_stays_with_its_item()
    {
        var outcome = new CompletionOutcome { Failure = new Failure { Reason = FailureReason.ContentFilter, Message = "stopped" } };
        await archive.AddAsync([Answer("a", "x") with { Completion = null, Failure = outcome, Called = false, ItemKey = "item" }], default);

        Assert.Equal(outcome, (await archive.FindFailuresAsync(["item", "other"], default))["item"]);
        Assert.Empty(await archive.LedgerAsync("runs/r", default));
    }

    private static ArchiveEntry Answer(string digest, string text) => new()
    {
        ItemKey = "item " + digest,
        Run = "runs/r",
        Deployment = "fake/m",
        Purpose = Purpose.Candidate,
        Called = true,
        Usage = new Usage { InputTokens = 10, OutputTokens = 2 },
        CostNanoUsd = 7,
        CalledAt = Then,
        Completion = new ArchivedCompletion { RequestDigest = digest, Completion = new Completion { Text = text }, Payer = "item " + digest, CostNanoUsd = 7 },
    };
}

public sealed class SqliteCompletionArchiveTests : CompletionArchiveContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("archive");

    protected override string Storage => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class PostgresCompletionArchiveTests(ServerFixture servers) : CompletionArchiveContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
