using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Completions;
using MedHelm.Inference.Providers;
using MedHelm.ServiceDefaults.Cache;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.Inference;

public sealed class CompletionEngineTests : IAsyncLifetime
{
    private const long Cost = ScriptedProvider.Cost;

    private readonly TemporaryFolder folder = TemporaryFolder.Create("engine");
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
    public async Task A_provider_that_breaks_in_an_unforeseen_way_fails_its_item_and_no_other()
    {
        provider.Reply = prompt => prompt == "bad" ? throw new InvalidOperationException("unforeseen") : "B";

        var outcomes = await CompleteAsync(Wanted("1", "bad"), Wanted("2", "good"));

        Assert.Equal(FailureReason.ProviderError, outcomes[0].Failure.Reason);
        Assert.DoesNotContain("unforeseen", outcomes[0].Failure.Message, StringComparison.Ordinal);
        Assert.Equal("B", outcomes[1].Completion.Text);
    }

    [Fact]
    public async Task A_failed_call_is_charged_once_however_many_waited_for_it()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.ContentFilter, "stopped") { Usage = ScriptedProvider.Used.Clone() };

        var outcomes = await CompleteAsync([.. Enumerable.Range(0, 50).Select(i => Wanted($"{i}", "same"))]);

        Assert.All(outcomes, outcome => Assert.Equal(FailureReason.ContentFilter, outcome.Failure.Reason));
        Assert.Equal(provider.Calls * Cost, outcomes.Sum(outcome => outcome.ChargedNanoUsd));
        Assert.Equal((provider.Calls, provider.Calls * Cost), await LedgerAsync());
    }

    [Fact]
    public async Task An_item_delivered_twice_at_once_fails_once_with_its_whole_cost()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.ContentFilter, "stopped") { Usage = ScriptedProvider.Used.Clone() };

        var outcomes = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => CompleteAsync(Wanted("1", "p")))))).Select(o => o[0]).ToList();

        Assert.All(outcomes, outcome => Assert.Equal(Cost, outcome.ChargedNanoUsd));
        Assert.Equal((1L, Cost), await LedgerAsync());
    }

    [Fact]
    public async Task A_failed_item_stays_failed_even_when_its_prompt_is_answered_later()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.InvalidRequest, "refused");
        await CompleteAsync(Wanted("1", "same"));
        provider.Reply = _ => "B";
        await CompleteAsync(Wanted("2", "same"));

        Assert.Equal(FailureReason.InvalidRequest, Assert.Single(await CompleteAsync(Wanted("1", "same"))).Failure.Reason);
    }

    [Fact]
    public async Task Tokens_of_failed_attempts_are_part_of_the_cost()
    {
        var attempts = 0;
        provider.Reply = _ => ++attempts == 1 ? throw new ProviderException(FailureReason.ProviderError, "cut", passing: true) { Usage = ScriptedProvider.Used.Clone() } : "B";

        var outcome = Assert.Single(await CompleteAsync(Wanted("1", "p")));

        Assert.Equal((2, 2 * Cost), (outcome.Attempts, outcome.ChargedNanoUsd));
        Assert.Equal((2L, 2 * Cost), await LedgerAsync());
    }

    [Fact]
    public async Task A_redelivered_item_costs_what_it_cost_the_first_time()
    {
        var first = Assert.Single(await CompleteAsync(Wanted("1", "p")));
        var again = Assert.Single(await CompleteAsync(Wanted("1", "p")));
        var other = Assert.Single(await CompleteAsync(Wanted("2", "p")));

        Assert.Equal((Cost, Cost, 0L), (first.ChargedNanoUsd, again.ChargedNanoUsd, other.ChargedNanoUsd));
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_prompt_nobody_has_is_a_failure_and_no_call()
    {
        var outcomes = await replica.Engine.CompleteAsync([Wanted("1", "p")], _ => Task.FromResult(new Dictionary<string, string>(StringComparer.Ordinal)), default);

        Assert.Equal(FailureReason.PromptMissing, Assert.Single(outcomes).Failure.Reason);
        Assert.Equal(0, provider.Calls);
    }

    [Fact]
    public async Task When_a_deployment_is_gone_what_was_paid_stays_and_the_rest_fails_for_good()
    {
        var message = new CompletionsRequested
        {
            Batch = new CompletionBatch { Run = "runs/test", Benchmark = "b", Candidate = "scripted/m", Deployment = "scripted/m" },
            Items = { new RequestedCompletion { InstanceId = "1" }, new RequestedCompletion { InstanceId = "2" } },
        };
        await CompleteAsync(Wanted(ItemKey.Of(message.Batch, "1"), "p"));

        var outcomes = await replica.Engine.FailAsync(message, FailureReason.UnknownDeployment, "gone", default);
        var later = await CompleteAsync(Wanted(ItemKey.Of(message.Batch, "2"), "q"));

        Assert.Equal(("B", Cost), (outcomes[0].Completion.Text, outcomes[0].ChargedNanoUsd));
        Assert.Equal(FailureReason.UnknownDeployment, outcomes[1].Failure.Reason);
        Assert.Equal(FailureReason.UnknownDeployment, Assert.Single(later).Failure.Reason);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task What_no_budget_has_room_for_is_not_sent_and_can_be_asked_again()
    {
        await replica.Budgets.SetAsync("runs/test", 1000, onlyIfAbsent: false, default);

        var refused = Assert.Single(await CompleteAsync(Wanted("1", "p")));
        await replica.Budgets.SetAsync("runs/test", 1_000_000_000, onlyIfAbsent: false, default);
        var answered = Assert.Single(await CompleteAsync(Wanted("1", "p")));

        Assert.Equal((FailureReason.Budget, "runs/test"), (refused.Failure.Reason, refused.Failure.Shortfall.Budget));
        Assert.Equal("B", answered.Completion.Text);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task Money_set_aside_for_a_call_comes_back_when_it_settles()
    {
        await CompleteAsync(Wanted("1", "p"));

        var budget = await replica.Budgets.FindAsync("runs/test", default);

        Assert.Equal((Cost, 0L, 0L), (budget!.SpentNanoUsd, budget.ReservedNanoUsd, budget.PresumedNanoUsd));
    }

    [Fact]
    public async Task A_call_of_unknown_end_counts_at_its_worst_case_until_the_same_key_is_answered()
    {
        provider.Reply = _ => throw new ProviderException(FailureReason.ProviderError, "broke off", passing: true) { MaybeBilled = true };
        await CompleteAsync(Wanted("1", "p"));
        var before = await replica.Budgets.FindAsync("runs/test", default);
        provider.Reply = _ => "B";
        await CompleteAsync(Wanted("2", "p"));
        var after = await replica.Budgets.FindAsync("runs/test", default);

        Assert.True(before!.SpentNanoUsd > 0);
        Assert.Equal(before.SpentNanoUsd, before.PresumedNanoUsd);
        Assert.Equal((Cost, 0L, 0L), (after!.SpentNanoUsd, after.ReservedNanoUsd, after.PresumedNanoUsd));
        Assert.Equal((1L, Cost), await LedgerAsync());
    }

    [Fact]
    public async Task Where_a_provider_bills_every_key_each_broken_attempt_counts_at_its_worst_case()
    {
        var attempts = 0;
        provider.Reply = _ => ++attempts == 1 ? throw new ProviderException(FailureReason.ProviderError, "broke off", passing: true) { MaybeBilled = true } : "B";
        var item = Wanted("1", "p");

        await CompleteAsync(item with { Request = item.Request with { Deployment = item.Request.Deployment with { HonoursIdempotencyKeys = false } } });
        var budget = await replica.Budgets.FindAsync("runs/test", default);

        Assert.Equal(Cost, budget!.SpentNanoUsd - budget.PresumedNanoUsd);
        Assert.True(budget.PresumedNanoUsd > 0);
        Assert.Equal(0, budget.ReservedNanoUsd);
    }

    [Fact]
    public async Task An_answer_whose_provider_counts_nothing_is_booked_at_its_worst_case()
    {
        provider.Usage = new Usage();
        await replica.Budgets.SetAsync("runs/test", 1_000_000_000, onlyIfAbsent: false, default);

        var outcome = Assert.Single(await CompleteAsync(Wanted("1", "p")));
        var budget = await replica.Budgets.FindAsync("runs/test", default);

        Assert.Equal("B", outcome.Completion.Text);
        Assert.True(budget!.SpentNanoUsd > 0);
        Assert.Equal((budget.SpentNanoUsd, budget.SpentNanoUsd), (budget.PresumedNanoUsd, outcome.ChargedNanoUsd));
    }

    [Fact]
    public async Task What_everybody_has_given_up_is_not_sent_when_its_time_comes()
    {
        using var impatient = new CancellationTokenSource();
        await replica.Budgets.SetAsync("runs/test", 1, onlyIfAbsent: false, default);
        await replica.Budgets.SetAsync("projects/default", 1_000_000_000, onlyIfAbsent: false, default);
        var busy = Replica.Wanted("0", "busy", run: "");
        var answer = new TaskCompletionSource<string>();
        provider.ReplyAsync = (prompt, _) => prompt == "busy" ? answer.Task : Task.FromResult("B");
        var direct = busy with { Request = busy.Request with { Conversation = Conversation.OfPrompt("busy") } };
        var first = replica.Engine.CompleteOneAsync(direct, null, default);
        await Poll.UntilAsync("the call has begun", TimeSpan.FromSeconds(30), () => provider.Calls == 1);
        // Room comes only when the first has settled; a question of the same length then just fits.
        var reserved = (await replica.Budgets.FindAsync("projects/default", default))!.ReservedNanoUsd;
        await replica.Budgets.SetAsync("projects/default", reserved, onlyIfAbsent: false, default);
        var other = direct with { Request = direct.Request with { PromptDigest = "free", Conversation = Conversation.OfPrompt("free") } };

        var second = replica.Engine.CompleteOneAsync(other, null, impatient.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        Assert.False(second.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        answer.SetResult("B");
        await first;
        await replica.Budgets.SetAsync("projects/default", 1_000_000_000, onlyIfAbsent: false, default);
        await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System);

        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_project_or_run_of_the_name_monthly_is_none_of_a_month()
    {
        var item = Wanted("1", "p");
        await CompleteAsync(item with { Request = item.Request with { Project = "monthly" } });

        var budget = await replica.Budgets.FindAsync("projects/monthly", default);

        Assert.Equal((Cost, ""), (budget!.SpentNanoUsd, budget.Month));
    }

    private Task<CompletionOutcome[]> CompleteAsync(params WantedCompletion[] wanted) => replica.CompleteAsync(wanted);

    private Task<(long Calls, long Cost)> LedgerAsync() => replica.LedgerAsync();

    private static WantedCompletion Wanted(string item, string prompt) => Replica.Wanted(item, prompt);
}
