using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Judging;

/// <summary>What Judging expects of its storage, whichever engine is behind it.</summary>
public abstract class VerdictStoreContract : IAsyncLifetime
{
    private Func<Task> close = () => Task.CompletedTask;

    private VerdictStore Verdicts { get; set; } = null!;

    private JuryPrompts Prompts { get; set; } = null!;

    /// <summary>The value of MEDHELM__STORAGE.</summary>
    protected abstract string Storage { get; }

    public virtual async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        var database = new Database("judging_contract", Settings.Read(configuration), typeof(JudgingModule).Assembly);
        close = () => database.DisposeAsync().AsTask();
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        Verdicts = new VerdictStore(database);
        Prompts = new JuryPrompts(database);
    }

    public virtual Task DisposeAsync() => close();

    [Fact]
    public async Task A_verdict_comes_back_as_it_was_stored()
    {
        var marks = Rated("model", "bench", "q1", "ada", "{\"a\": 1} \0 患者 " + new string('x', 10_000));
        var abstention = new RecordedVerdict
        {
            Candidate = "model",
            Benchmark = "bench",
            InstanceId = "q1",
            RawReply = "",
            Verdict = new Verdict { Juror = "max", Abstention = new Abstention { Reason = AbstentionReason.CallFailed, Message = "timeout: no answer" } },
        };
        await Verdicts.SaveAsync("runs/round-trip", [abstention, marks], default);

        Assert.Equal([marks, abstention], await ListAsync("runs/round-trip"));
        Assert.Equal([abstention.Verdict, marks.Verdict], (await FindAsync("runs/round-trip", "model", "bench", "q1"))["q1"].OrderByDescending(verdict => verdict.Juror, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Storing_again_replaces_and_never_doubles()
    {
        await Verdicts.SaveAsync("runs/again", [Rated("model", "bench", "q1", "ada", "first")], default);
        await Verdicts.SaveAsync("runs/again", [Rated("model", "bench", "q1", "ada", "second"), Rated("model", "bench", "q2", "ada", "new")], default);

        Assert.Equal(["second", "new"], (await ListAsync("runs/again")).Select(verdict => verdict.RawReply));
    }

    [Fact]
    public async Task Of_every_juror_and_repeat_the_last_attempt_counts_and_judgements_stay_apart()
    {
        RecordedVerdict[] all = [Of("ada", 0, 0), Of("ada", 0, 1), Of("ada", 1, 0), Of("max", 0, 0), Of("max", 0, 2, "judgements/other")];
        await Verdicts.SaveAsync("runs/attempts", all, default);

        Assert.Equal(["ada 0 1", "ada 1 0", "max 0 0"], (await Verdicts.LastAsync("runs/attempts", "", "bench", default)).Select(Name));
        Assert.Equal(["max 0 2"], (await Verdicts.LastAsync("runs/attempts", "judgements/other", "bench", default)).Select(Name));
        Assert.Equal(all[..4], await ListAsync("runs/attempts"));

        static string Name(RecordedVerdict verdict) => $"{verdict.Verdict.Juror} {verdict.Verdict.Repeat} {verdict.Attempt}";

        static RecordedVerdict Of(string juror, int repeat, int attempt, string judgement = "")
        {
            var verdict = Rated("model", "bench", "q1", juror, "reply");
            (verdict.Verdict.Repeat, verdict.Attempt, verdict.Judgement, verdict.CostNanoUsd, verdict.Rubric) = (repeat, attempt, judgement, 7, "bench");
            return verdict;
        }
    }

    [Fact]
    public async Task Verdicts_are_found_for_exactly_the_answers_asked_for()
    {
        string[] others = ["other model|bench|q1", "model|other bench|q1", "model|bench|q3"];
        await Verdicts.SaveAsync("runs/find", others.Select(other => other.Split('|')).Select(key => Rated(key[0], key[1], key[2], "ada", "")), default);
        await Verdicts.SaveAsync("runs/other", [Rated("model", "bench", "q1", "max", "")], default);
        await Verdicts.SaveAsync("runs/find", [Rated("model", "bench", "q1", "ada", ""), Rated("model", "bench", "q1", "max", ""), Rated("model", "bench", "q2", "max", "")], default);

        var found = await FindAsync("runs/find", "model", "bench", "q1", "q2", "q9");

        Assert.Equal(["q1", "q2"], found.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["ada", "max"], found["q1"].Select(verdict => verdict.Juror).Order(StringComparer.Ordinal));
        Assert.Equal(["max"], found["q2"].Select(verdict => verdict.Juror));
    }

    [Fact]
    public async Task Verdicts_are_listed_by_candidate_benchmark_instance_and_juror_in_byte_order()
    {
        string[] keys = ["B|b|1|j", "a|B|1|j", "a|b|1|J", "a|b|1|j", "a|b|10|j", "a|b|2|j", "a|é|1|j", "a-b|b|1|j", "a/b|b|1|j", "ab|b|1|j"];
        await Verdicts.SaveAsync("runs/order", keys.Reverse().Select(key => key.Split('|')).Select(key => Rated(key[0], key[1], key[2], key[3], "")), default);

        Assert.Equal(keys, (await ListAsync("runs/order")).Select(KeyOf));
    }

    [Fact]
    public async Task Pages_after_a_key_leave_nothing_out_and_repeat_nothing()
    {
        var all = Enumerable.Range(0, 5).SelectMany(i => new[] { "a", "b" }.Select(juror => Rated($"m{i % 2}", $"b{i % 3}", $"q{i}", juror, ""))).ToList();
        await Verdicts.SaveAsync("runs/pages", all, default);
        var listed = new List<RecordedVerdict>();
        for (var page = await ListAsync("runs/pages", most: 3); page.Count > 0; page = await ListAsync("runs/pages", listed[^1], most: 3)) listed.AddRange(page);

        Assert.Equal(all.Select(KeyOf).Order(StringComparer.Ordinal), listed.Select(KeyOf));
    }

    [Theory]
    [InlineData("m", "", "", 3)]
    [InlineData("", "b", "", 3)]
    [InlineData("", "", "1", 3)]
    [InlineData("m", "b", "1", 1)]
    [InlineData("nobody", "", "", 0)]
    public async Task Filters_combine(string candidate, string benchmark, string instance, int expected)
    {
        string[] keys = ["m|b|1", "m|b|2", "m|c|1", "n|b|1"];
        await Verdicts.SaveAsync("runs/filters", keys.Select(key => key.Split('|')).Select(key => Rated(key[0], key[1], key[2], "j", "")), default);

        Assert.Equal(expected, (await Verdicts.ListAsync(new VerdictFilter("runs/filters", "", candidate, benchmark, instance), null, 10, default)).Count);
    }

    [Fact]
    public async Task A_large_batch_is_stored_and_found_whole()
    {
        var ids = Enumerable.Range(0, 1200).Select(i => $"q{i}").ToList();
        await Verdicts.SaveAsync("runs/large", ids.Select(id => Rated("model", "bench", id, "ada", "")), default);

        Assert.Equal(1200, (await Verdicts.FindAsync("runs/large", "", "model", "bench", ids, default)).Count);
    }

    [Fact]
    public async Task Writers_for_different_jurors_at_once_never_both_miss_the_other()
    {
        var jury = new Jury { Jurors = { new Juror { Name = "ada" }, new Juror { Name = "max" } } };
        for (var round = 0; round < 40; round++)
        {
            var instance = $"q{round}";
            using var together = new Barrier(2);
            var complete = await Task.WhenAll(jury.Jurors.Select(juror => Task.Run(async () =>
            {
                together.SignalAndWait(TimeSpan.FromSeconds(10));
                await Verdicts.SaveAsync("runs/race", [Rated("model", "bench", instance, juror.Name, "")], default);
                return new JuryCourse(jury, "model", instance).Outcome(instance, [.. (await Verdicts.FindAsync("runs/race", "", "model", "bench", [instance], default))[instance]]) is null ? 0 : 1;
            })));

            Assert.InRange(complete.Sum(), 1, 2);
        }
    }

    [Fact]
    public async Task Writers_of_the_same_rows_at_once_wait_for_each_other()
    {
        var rows = Enumerable.Range(0, 300).Select(i => Rated("model", "bench", $"q{i}", "ada", "same")).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => Verdicts.SaveAsync("runs/same", writer % 2 == 0 ? rows : Enumerable.Reverse(rows), default))));

        Assert.Equal(300, (await ListAsync("runs/same", most: 1000)).Count);
    }

    [Fact]
    public async Task A_prompt_is_kept_once_and_given_out_by_digest()
    {
        await Prompts.SaveAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["d1"] = "short", ["d2"] = new string('é', 50_000) }, default);
        await Prompts.SaveAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["d1"] = "short", ["d3"] = "" }, default);

        var found = await Prompts.FindAsync(["d3", "unknown", "d2", "d1"], default);

        Assert.Equal([("d1", "short"), ("d2", new string('é', 50_000)), ("d3", "")], found.OrderBy(prompt => prompt.Digest, StringComparer.Ordinal));
        Assert.Empty(await Prompts.FindAsync(["unknown"], default));
    }

    private Task<IReadOnlyList<RecordedVerdict>> ListAsync(string run, RecordedVerdict? after = null, int most = 100) => Verdicts.ListAsync(
        new VerdictFilter(run),
        after is null ? null : new VerdictKey(after.Candidate, after.Benchmark, after.InstanceId, after.Verdict.Juror, after.Verdict.Repeat, after.Attempt),
        most, default);

    private async Task<ILookup<string, Verdict>> FindAsync(string run, string candidate, string benchmark, params string[] instanceIds) =>
        (await Verdicts.FindAsync(run, "", candidate, benchmark, instanceIds, default)).SelectMany(group => group)
            .ToLookup(verdict => verdict.InstanceId, verdict => verdict.Verdict, StringComparer.Ordinal);

    private static string KeyOf(RecordedVerdict verdict) => $"{verdict.Candidate}|{verdict.Benchmark}|{verdict.InstanceId}|{verdict.Verdict.Juror}";

    private static RecordedVerdict Rated(string candidate, string benchmark, string instance, string juror, string reply) => new()
    {
        Candidate = candidate,
        Benchmark = benchmark,
        InstanceId = instance,
        RawReply = reply,
        Verdict = new Verdict
        {
            Juror = juror,
            Deployment = "lab/judge",
            RubricSha256 = "abc",
            Marks = new Marks { Marks_ = { new Mark { Criterion = "accuracy", Score = 4.5, Explanation = "because" } } },
        },
    };
}
