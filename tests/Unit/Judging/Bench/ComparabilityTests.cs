using Grpc.Core;
using MedHelm.Contracts.Trust.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Judging.Bench;

public sealed class ComparabilityTests : BenchOnSqlite
{
    [Fact]
    public async Task The_same_jury_is_comparable_and_another_version_of_a_juror_is_not()
    {
        await RunAsync("runs/one", 1);
        await RunAsync("runs/same", 1);
        await RunAsync("runs/newer", 1, "judge-2026-02", "jury-2");
        Judgements.Price = 42;

        Assert.Equal(Comparability.Same, (await CompareAsync("runs/same")).Comparability);
        var blocked = await CompareAsync("runs/newer");
        Assert.Equal((Comparability.Blocked, 42), (blocked.Comparability, blocked.RejudgeNanoUsd));
        Assert.Equal(["juror lab/judge-1: judge-2026-01 / judge-2026-02", "juror lab/judge-2: judge-2026-01 / judge-2026-02"], blocked.Differences);
        Judgements.Price = null;
        Assert.False((await CompareAsync("runs/newer")).HasRejudgeNanoUsd);
    }

    [Fact]
    public async Task Versions_whose_step_was_measured_are_linked_which_closes_the_drift()
    {
        await RunAsync("runs/one", 1);
        await RunAsync("runs/newer", 1, "judge-2026-02", "jury-2");
        await FreezeAsync();
        (Inference.Model, Shift) = ("judge-2026-02", 0.4);
        await CheckAsync("");
        await CheckAsync("");
        Assert.True((await StateAsync()).Drifted);

        await RefusedAsync(StatusCode.FailedPrecondition, Link("ada", margin: 0.01));
        await RefusedAsync(StatusCode.InvalidArgument, new LinkVersionsRequest { AnchorSet = "anchorSets/watch", Juror = "ada" });
        await RefusedAsync(StatusCode.NotFound, Link("nobody"));
        await Rpc.LinkVersions(Link("ada"), new CallContext());
        Assert.Equal(Comparability.Blocked, (await CompareAsync("runs/newer")).Comparability);
        var set = (await Rpc.LinkVersions(Link("max"), new CallContext())).AnchorSet;

        var link = Assert.Single(set.Jurors[0].Links);
        Assert.InRange(link.Shift.Value, 0.3, 0.5);
        Assert.Equal(($"judge-2026-01@{Sample.Rubric.Sha256}", $"judge-2026-02@{Sample.Rubric.Sha256}", 150, 0.1, "dr-lee"), (link.FromVersion, link.ToVersion, link.Anchors, link.Margin, link.LinkedBy));
        Assert.False((await StateAsync()).Drifted);
        var linked = await CompareAsync("runs/newer");
        Assert.Equal((Comparability.Linked, 2), (linked.Comparability, linked.Links.Count));
    }

    [Fact]
    public async Task A_change_under_the_same_name_is_linked_by_what_was_marked_since_and_a_later_one_is_a_drift_again()
    {
        await FreezeAsync();
        await CheckAsync("");
        Shift = 0.4;
        await CheckAsync("");
        await CheckAsync("");
        Assert.True((await StateAsync()).Drifted);

        Assert.InRange((await Rpc.LinkVersions(Link("ada", 1), new CallContext())).AnchorSet.Jurors[0].Links[^1].Shift.Value, 0.3, 0.5);
        await CheckAsync("");
        Assert.False((await StateAsync()).Drifted);

        Shift = 1.2;
        await CheckAsync("");
        Assert.True((await StateAsync()).Drifted);
        Assert.InRange((await Rpc.LinkVersions(Link("ada", 1), new CallContext())).AnchorSet.Jurors[0].Links[^1].Shift.Value, 1.1, 1.3);
        Assert.False((await StateAsync()).Drifted);
    }

    [Fact]
    public async Task Too_few_anchors_link_nothing()
    {
        await FreezeAsync(answers: 40, anchors: 20);
        await RefusedAsync(StatusCode.FailedPrecondition, Link("ada", margin: 4));
        await CheckAsync();
        await RefusedAsync(StatusCode.FailedPrecondition, Link("ada", margin: 4));
    }

    [Theory]
    [InlineData("runs/newer", "jury-1")]
    [InlineData("runs/one", "jury-2")]
    public async Task Answers_that_the_other_jury_judged_too_make_a_comparison_possible(string run, string jury)
    {
        await RunAsync("runs/one", 1);
        await RunAsync("runs/newer", 1, "judge-2026-02", "jury-2");
        Judgements.Made.Add((run, Judging.Sample.Open, jury));

        var comparison = await CompareAsync("runs/newer");

        Assert.Equal((Comparability.Rejudged, "judgements/again"), (comparison.Comparability, Assert.Single(comparison.Judgements)));
    }

    [Fact]
    public async Task Runs_of_before_are_compared_by_jurors_and_rubric()
    {
        await RunAsync("runs/one", 1, model: "", sha256: "");
        await RunAsync("runs/new", 1);
        var other = await RunAsync("runs/other", 1, model: "", sha256: "");
        other.Benchmarks[0].Jury.Jurors.RemoveAt(1);

        Assert.Equal(Comparability.Same, (await CompareAsync("runs/new")).Comparability);
        var blocked = await CompareAsync("runs/other");
        Assert.Equal((Comparability.Blocked, "juror lab/judge-2: only in the first run's jury"), (blocked.Comparability, Assert.Single(blocked.Differences)));
    }

    [Fact]
    public async Task Rules_that_differ_cannot_be_bridged_by_links()
    {
        await RunAsync("runs/one", 1);
        var other = await RunAsync("runs/other", 1, "judge-2026-02", "jury-2");
        (other.Benchmarks[0].Jury.Id, other.Benchmarks[0].Jury.Repeats) = ("panel", 3);
        await FreezeAsync();
        (Inference.Model, Shift) = ("judge-2026-02", 0.4);
        await CheckAsync("");
        await CheckAsync("");
        await Rpc.LinkVersions(Link("ada"), new CallContext());
        await Rpc.LinkVersions(Link("max"), new CallContext());

        var blocked = await CompareAsync("runs/other");

        Assert.Equal(Comparability.Blocked, blocked.Comparability);
        Assert.Contains("rules: panel version 0 / panel version 0", blocked.Differences);
    }

    private static LinkVersionsRequest Link(string juror, double margin = 0) => new() { AnchorSet = "anchorSets/watch", Juror = juror, Margin = margin, LinkedBy = " dr-lee " };

    private Task<DriftState> StateAsync() => StateOfAsync("lab/judge-1");

    private async Task<JuryComparison> CompareAsync(string second) =>
        Assert.Single((await Rpc.CompareJuries(new CompareJuriesRequest { First = "runs/one", Second = second }, new CallContext())).Benchmarks);

    private async Task RefusedAsync(StatusCode code, LinkVersionsRequest request) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(() => Rpc.LinkVersions(request, new CallContext()))).StatusCode);
}
