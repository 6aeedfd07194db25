using Google.Protobuf;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

/// <summary>What Inference expects of its books, whichever database is behind them.</summary>
public abstract class CallBookContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly EmbeddedCache cache = new(TimeProvider.System);
    private Replica replica = null!;

    protected abstract string Storage { get; }

    public async Task InitializeAsync() => replica = await Replica.StartAsync(
        Storage, "book_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal), cache, new WakeUpBoard(), new ScriptedProvider());

    public async Task DisposeAsync()
    {
        await replica.DisposeAsync();
        cache.Dispose();
    }

    [Fact]
    public async Task Answers_come_back_as_they_were_stored()
    {
        await replica.Book.AddAsync(Answer("a", "B"));

        var found = await replica.Archive.FindAsync(["a", "c"], default);

        Assert.Equal(Answer("a", "B").Answer!.Record, Assert.Single(found).Value.Record);
        Assert.Equal("item a", found["a"].Payer);
    }

    [Fact]
    public async Task The_same_call_booked_again_changes_nothing()
    {
        await replica.Book.AddAsync(Answer("a", "first"));
        await replica.Book.AddAsync(Answer("a", "first"));

        Assert.Equal((1L, 7L), await replica.LedgerAsync());
    }

    [Fact]
    public async Task A_call_that_may_be_booked_already_is_spent_once()
    {
        await replica.Book.AddAsync(Answer("a", "first"));
        await replica.Book.AddAsync(Answer("a", "first") with { MayRepeat = true });

        Assert.Equal(7L, (await replica.Budgets.FindAsync("projects/icu", default))!.SpentNanoUsd);
    }

    [Fact]
    public async Task The_first_answer_stands_for_a_second_call_and_the_books_show_both()
    {
        await replica.Book.AddAsync(Answer("a", "first"));

        var second = await replica.Book.AddAsync(Answer("a", "second", call: "other"));

        Assert.Equal(Answer("a", "first").Answer!.Record, second.Earlier!.Record);
        Assert.Equal((2L, 14L), await replica.LedgerAsync());
    }

    [Fact]
    public async Task The_ledger_sums_by_deployment_purpose_and_price()
    {
        await replica.Book.AddAsync(Answer("a", "x"));
        await replica.Book.AddAsync(Answer("b", "y"));
        await replica.Book.AddAsync(Answer("c", "z", change: row => row with { Purpose = Purpose.Juror }));
        await replica.Book.AddAsync(Answer("d", "z", change: row => row with { PriceVersion = "m@2026-02-01" }));
        await replica.Book.AddAsync(Answer("e", "other", change: row => row with { Run = "runs/other" }));

        var lines = await replica.Archive.LedgerAsync("runs/test", default);

        Assert.Equal(
            [(Purpose.Candidate, "m@2026-01-01", 2L, 14L), (Purpose.Candidate, "m@2026-02-01", 1L, 7L), (Purpose.Juror, "m@2026-01-01", 1L, 7L)],
            lines.Select(line => (line.Purpose, line.PriceVersion, line.Calls, line.CostNanoUsd)));
        Assert.Equal(new Usage { InputTokens = 20, OutputTokens = 4, CacheWriteTokens = 2 }, lines[0].Usage);
    }

    [Fact]
    public async Task A_failure_stays_with_its_item()
    {
        var outcome = new CompletionOutcome { Failure = new Failure { Reason = FailureReason.ContentFilter, Message = "stopped" } };
        await replica.Book.AddAsync(new OutcomeEntry { RequestDigest = "a", ItemKey = "item", Failure = outcome });
        await replica.Book.AddAsync(new OutcomeEntry { RequestDigest = "a", ItemKey = "item", Failure = new CompletionOutcome() });

        Assert.Equal(outcome, (await replica.Archive.FindFailuresAsync(["item", "other"], default))["item"]);
        Assert.Empty(await replica.Archive.LedgerAsync("runs/test", default));
    }

    [Fact]
    public async Task A_budget_is_counted_from_the_first_call_on_whether_or_not_it_had_a_limit_then()
    {
        await replica.Book.AddAsync(Answer("a", "x"));
        await replica.Budgets.SetAsync("projects/icu", 100, onlyIfAbsent: false, default);
        await replica.Budgets.SetAsync("projects/icu", 50, onlyIfAbsent: true, default);

        var budget = await replica.Budgets.FindAsync("projects/icu", default);

        Assert.Equal((100L, 7L), (budget!.LimitNanoUsd, budget.SpentNanoUsd));
        Assert.Equal(["installation", "installation/monthly", "projects/default", "projects/icu", "projects/icu/monthly", "runs/test"],
            (await replica.Budgets.ListAsync("", 100, default)).Select(b => b.Name));
        Assert.Null(await replica.Budgets.FindAsync("projects/nobody", default));
    }

    [Fact]
    public async Task A_monthly_budget_starts_anew_each_month()
    {
        await replica.Book.AddAsync(Answer("a", "x"));

        // The call was of an earlier month than today's.
        Assert.Equal(0, (await replica.Budgets.FindAsync("projects/icu/monthly", default))!.SpentNanoUsd);
    }

    private static OutcomeEntry Answer(string digest, string text, string call = "first", Func<LedgerRow, LedgerRow>? change = null)
    {
        var row = new LedgerRow
        {
            CallKey = $"{digest}|{call}",
            RequestDigest = digest,
            Run = "runs/test",
            Project = "icu",
            Month = "2026-01",
            Deployment = "fake/m",
            Purpose = Purpose.Candidate,
            PriceVersion = "m@2026-01-01",
            PriceClass = PriceClass.Live,
            Usage = new Usage { InputTokens = 10, OutputTokens = 2, CacheWriteTokens = 1 },
            CostNanoUsd = 7,
            Billed = true,
            CalledAt = Then,
        };
        return new OutcomeEntry
        {
            RequestDigest = digest,
            ItemKey = "item " + digest,
            Answer = new StoredCompletion("item " + digest, new Completion { Text = text }.ToByteArray(), ""),
            Calls = [change is null ? row : change(row)],
        };
    }
}

public sealed class SqliteCallBookTests : CallBookContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("book");

    protected override string Storage => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class PostgresCallBookTests(ServerFixture servers) : CallBookContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
