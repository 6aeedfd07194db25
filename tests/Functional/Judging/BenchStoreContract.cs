using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging;
using MedHelm.Judging.Bench;
using MedHelm.Judging.Bench.Examination;
using MedHelm.Judging.Drift;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MedHelm.Tests.Functional.Judging;

/// <summary>What the bench expects of its storage, whichever engine is behind it.</summary>
public abstract class BenchStoreContract : IAsyncLifetime
{
    private Func<Task> close = () => Task.CompletedTask;

    private AdmissionStore Admissions { get; set; } = null!;

    private AnchorStore Anchors { get; set; } = null!;

    private DriftStore Checks { get; set; } = null!;

    private LinkStore Links { get; set; } = null!;

    private BenchLease Leases { get; set; } = null!;

    /// <summary>The value of MEDHELM__STORAGE.</summary>
    protected abstract string Storage { get; }

    public virtual async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", Storage)]).Build();
        var database = new Database("judging_contract", Settings.Read(configuration), typeof(JudgingModule).Assembly);
        close = () => database.DisposeAsync().AsTask();
        await new DatabaseMigrator([database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        (Admissions, Anchors, Checks, Links, Leases) = (new(database), new(database), new(database, TimeProvider.System), new(database), new(database));
    }

    public virtual Task DisposeAsync() => close();

    [Fact]
    public async Task The_latest_report_of_each_deployment_and_rubric_is_listed_and_each_models_is_found()
    {
        var (old, renewed, other) = (Report("d/one", "m-1", "rubric-b", 1), Report("d/one", "m-2", "rubric-b", 2), Report("d/one", "m-1", "rubric-a", 3));
        foreach (var report in new[] { other, renewed, old }) await Admissions.SaveAsync(report, 0, default);
        await Admissions.SaveAsync(old, 4, default);

        Assert.Equal([other, renewed], await Admissions.ListAsync("d/one", default));
        Assert.Contains(renewed, await Admissions.ListAsync("", default));
        Assert.Equal((old, 4), await Admissions.FindWithRenewalsAsync("d/one", "m-1", "rubric-b", default));
        Assert.Null(await Admissions.FindAsync("d/one", "m-3", "rubric-b", default));
    }

    [Fact]
    public async Task A_set_comes_back_as_it_was_stored_and_its_id_is_taken_once()
    {
        var set = Set("round-trip");
        Anchor[] anchors = [Anchor("ada", 0, 3.25), Anchor("ada", 1, 2), Anchor("max", 0, 5)];

        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Anchors.AddAsync(set, anchors, default))));

        Assert.Equal(1, added.Count(first => first));
        Assert.Equal(set, await Anchors.FindAsync("round-trip", default));
        Assert.Equal(anchors[..2], await Anchors.AnchorsAsync("round-trip", "ada", default));
        Assert.Contains(set, await Anchors.ListAsync(default));
        Assert.Null(await Anchors.FindAsync("none", default));
    }

    [Fact]
    public async Task Replicas_that_begin_the_same_check_at_once_begin_one_and_different_checks_get_different_samples()
    {
        var same = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => BeginAsync("begin", "ada", "v1"))));
        var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => BeginAsync("begin", $"juror-{i}", "v1"))));

        Assert.Equal((1, 0), (Assert.Single(same.Select(check => check.Number).Distinct()), same[0].FirstSlot));
        Assert.Single(await Checks.ChecksAsync("begin", default), check => check.Juror == "ada");
        Assert.Equal(7, others.Append(same[0]).Select(check => check.SampleIndex).Distinct().Count());
        Assert.All(others, check => Assert.True(check.SampleIndex >= 1_000_000));
    }

    [Fact]
    public async Task A_check_that_was_broken_off_is_begun_again_as_it_was_and_the_next_one_goes_on_behind_it()
    {
        var first = await BeginAsync("slots", "ada", "v1");
        await Checks.AddMarksAsync("slots", "ada", "v1", [Mark(0, 1, 0.5), Mark(1, 1, null)], default);
        var again = await BeginAsync("slots", "ada", "v1");
        await Checks.AddMarksAsync("slots", "ada", "v1", [Mark(1, 1, 0.75), Mark(2, 1, -1)], default);
        again.Content.Judged = 3;
        await Checks.SaveAsync("slots", again with { Done = true }, default);
        var second = await BeginAsync("slots", "ada", "v1");
        var newer = await BeginAsync("slots", "ada", "v2");

        Assert.Equal((first.Number, first.SampleIndex, first.FirstSlot), (again.Number, again.SampleIndex, again.FirstSlot));
        Assert.Equal([0.5, null, -1], (await Checks.MarksAsync("slots", "ada", "v1", default)).Select(mark => mark.Difference));
        Assert.Equal((2, 3), (second.Number, second.FirstSlot));
        Assert.Equal((3, 0), (newer.Number, newer.FirstSlot));
        Assert.Equal([true, true, false], (await Checks.ChecksAsync("slots", default)).Select(check => check.Done));
        Assert.Equal(3, (await Checks.ChecksAsync("slots", default))[0].Content.Judged);
        Assert.Equal(3, (await Checks.JudgedAsync("slots", default))["ada"]);
    }

    [Fact]
    public async Task A_link_replaces_the_one_between_the_same_versions()
    {
        await Links.SaveAsync("links", "ada", Link("v1", "v2", "first", 1), default);
        await Links.SaveAsync("links", "ada", Link("v1", "v3", "other", 2), default);
        await Links.SaveAsync("links", "ada", Link("v1", "v2", "second", 3), default);

        Assert.Equal(["other", "second"], (await Links.OfAsync("links", default))["ada"].Select(link => link.LinkedBy));
    }

    [Fact]
    public async Task A_lease_has_one_holder_until_it_is_released_or_its_time_is_up()
    {
        var minute = TimeSpan.FromMinutes(1);
        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () => (Holder: $"h{i}", Taken: await Leases.TryTakeAsync("work", $"h{i}", minute, default)))));
        var holder = Assert.Single(taken, each => each.Taken).Holder;

        Assert.True(await Leases.TryTakeAsync("work", holder, minute, default));
        await Leases.ReleaseAsync("work", "somebody else", default);
        Assert.False(await Leases.TryTakeAsync("work", "next", minute, default));
        await Leases.ReleaseAsync("work", holder, default);
        Assert.True(await Leases.TryTakeAsync("work", "next", TimeSpan.FromSeconds(-1), default));
        Assert.True(await Leases.TryTakeAsync("work", "after", minute, default));
    }

    private static Admission Report(string deployment, string model, string rubric, int minute) =>
        new() { Deployment = deployment, Model = model, RubricSha256 = rubric, Time = BenchTimes.Of(minute * 60_000L), Checks = { new AdmissionCheck { Name = "readable", Passed = true } } };

    private static StoredAnchorSet Set(string id) => new(
        new CreateAnchorSetRequest { AnchorSetId = id, Run = "runs/a" }, new AnchorSet { Name = "anchorSets/" + id, Jurors = { new AnchoredJuror { Juror = "ada" } } },
        new Jury { Rubric = new Rubric { Template = new string('x', 5000) } })
    {
        DataTier = DataTier.Gated,
        Protocol = "corrected",
        InstanceSet = "set",
    };

    private static Anchor Anchor(string juror, int place, double mark) =>
        new(juror, place, "candidate", $"q{place}", mark, "digest", new Verdict { Juror = juror, Marks = new Marks { Marks_ = { new Mark { Criterion = "a", Score = mark } } } });

    private static DriftMark Mark(int slot, int number, double? difference) => new(slot, number, slot, difference, "snap", 7);

    private static VersionLink Link(string from, string to, string by, int minute) => new() { FromVersion = from, ToVersion = to, LinkedBy = by, Time = BenchTimes.Of(minute * 60_000L) };

    private Task<StoredCheck> BeginAsync(string set, string juror, string version) => Checks.BeginAsync(set, juror, version, 3, new DriftCheck { Cause = "asked" }, default);
}
