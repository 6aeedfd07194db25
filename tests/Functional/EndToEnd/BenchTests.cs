using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>The bench through the gateway: a juror is examined, answers are frozen, and runs of different juries are not compared by accident.</summary>
public sealed class BenchTests
{
    [Fact]
    public async Task Jurors_are_examined_answers_frozen_and_runs_of_different_juries_refused_with_the_reason()
    {
        using var folder = TemporaryFolder.Create("bench");
        await using var provider = await GoldenSuite.StartProviderAsync();
        await using var system = await StandaloneInstallation.StartNewAsync(folder.Path, GoldenSuite.WriteDeployments(folder, provider));
        var bench = new BenchService.BenchServiceClient(system.Channel);
        await system.RunAsync(Spec("fake/gamma", "baseline/judge-f1"), "first");
        await system.RunAsync(Spec("fake/gamma", "baseline/judge-f1"), "again");
        await system.RunAsync(Spec("fake/gamma", "fake/beta"), "other");

        await ExamineAsync(bench, provider.Ledger.Calls, () => provider.Ledger.Calls);
        await FreezeAsync(bench);
        await CompareAsync(system);
    }

    private static RunSpec Spec(params string[] jurors) => new()
    {
        Suite = "bench",
        Deployments = { "fake/alpha" },
        Benchmarks = { new BenchmarkSelection { Benchmark = "medication_qa", Data = DatasetChoice.Sample }, new BenchmarkSelection { Benchmark = "med_qa", Data = DatasetChoice.Sample, MaxInstances = 2 } },
        Jurors = { jurors },
    };

    private static async Task ExamineAsync(BenchService.BenchServiceClient bench, long before, Func<long> calls)
    {
        var request = new AdmitJurorRequest { Deployment = "fake/gamma", Benchmark = "medication_qa" };
        var admission = (await bench.AdmitJurorAsync(request)).Admission;

        // The fake provider rates by chance.
        Assert.False(admission.Admitted);
        Assert.Equal(["readable", "known_answers", "shuffled", "padded", "injection", "order", "repeatable"], admission.Checks.Select(check => check.Name));
        Assert.True(admission.Checks.Single(check => check.Name == "readable").Passed);
        Assert.False(admission.Checks.Single(check => check.Name == "known_answers").Passed);
        Assert.Equal(("gamma-1", true), (admission.Model, admission.CostNanoUsd > 0));
        var made = calls();
        Assert.InRange(made - before, 60, 72);
        Assert.Equal(admission, (await bench.AdmitJurorAsync(request)).Admission);
        Assert.Equal(made, calls());
        Assert.Equal([admission], (await bench.ListAdmissionsAsync(new ListAdmissionsRequest())).Admissions);
    }

    private static async Task FreezeAsync(BenchService.BenchServiceClient bench)
    {
        var request = new CreateAnchorSetRequest { AnchorSetId = "watch", Run = "runs/first", Benchmark = "medication_qa", Anchors = 10 };
        var set = (await bench.CreateAnchorSetAsync(request)).AnchorSet;

        Assert.Equal((10, "anchorSets/watch", 0.01), (set.Anchors, set.Name, set.FalseAlarmRate));
        Assert.Equal(["fake/gamma", "baseline/judge-f1"], set.Jurors.Select(juror => juror.Deployment));
        Assert.Equal("gamma-1", set.Jurors[0].FrozenModel);
        Assert.Equal([set], (await bench.ListAnchorSetsAsync(new ListAnchorSetsRequest())).AnchorSets);
    }

    private static async Task CompareAsync(Installation system)
    {
        var same = (await system.Reporting.CompareRunsAsync(new CompareRunsRequest { First = "runs/first", Second = "runs/again" })).Comparison.Cells;
        Assert.Equal([Comparability.Unspecified, Comparability.Same], same.OrderBy(cell => cell.Benchmark, StringComparer.Ordinal).Select(cell => cell.Juries));

        var request = new CompareRunsRequest { First = "runs/first", Second = "runs/other" };
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await system.Reporting.CompareRunsAsync(request));
        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.All(["medication_qa", "baseline/judge-f1", "fake/beta", "--across-juries"], part => Assert.Contains(part, refusal.Status.Detail, StringComparison.Ordinal));
        request.AcrossJuries = true;
        Assert.Contains((await system.Reporting.CompareRunsAsync(request)).Comparison.Cells, cell => cell.Juries == Comparability.Blocked);
    }
}
