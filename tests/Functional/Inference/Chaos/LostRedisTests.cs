using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Fakes;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using MedHelm.Tests.Functional.EndToEnd;
using Xunit;
using Xunit.Abstractions;

namespace MedHelm.Tests.Functional.Inference.Chaos;

/// <summary>Redis makes things fast; what was bought and what is being bought is in the database.</summary>
public sealed class LostRedisTests(ITestOutputHelper output)
{
    private const string Again = "golden-again";
    private const string Known = "golden-known";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Runs_whose_redis_is_emptied_or_killed_or_comes_back_end_as_undisturbed_ones_and_ask_nothing_twice()
    {
        using var folder = TemporaryFolder.Create("redis");
        await using var provider = await GoldenSuite.StartProviderAsync(TimeSpan.FromMilliseconds(100));
        await using var system = await SeparateProcesses.StartNewAsync(WriteDeployments(folder, provider));

        await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = GoldenSuite.Spec, RunId = GoldenSuite.RunId });
        await MoreAsync(provider, system, GoldenSuite.RunId);
        await system.Redis.FlushAsync();
        await MoreAsync(provider, system, GoldenSuite.RunId);
        await system.Redis.KillAsync();
        output.WriteLine($"without Redis from here: {provider.Ledger.Stats()}");
        var first = await system.FinalLeaderboardAsync(GoldenSuite.RunId);

        Golden.Matches(first, "../../EndToEnd/golden-leaderboard.json");
        output.WriteLine(provider.Ledger.Stats().ToString());
        AskedOnce(provider, repeats: 0);

        // It comes back empty, so the archive is all there is.
        await system.Redis.StartAsync();
        var failures = provider.Ledger.Faults - GoldenSuite.UnbilledFaults;
        var known = await system.RunAsync(GoldenSuite.Spec, Known);
        // A failure is no answer, so each is asked again by another run.
        AskedOnce(provider, repeats: failures);
        Assert.Equal(Scores(first), Scores(known));

        await system.Evaluation.CreateRunAsync(new CreateRunRequest { Spec = SpecAgain(), RunId = Again });
        await MoreAsync(provider, system, Again);
        await system.Redis.KillAsync();
        await MoreAsync(provider, system, Again);
        await system.Redis.StartAsync();
        await MoreAsync(provider, system, Again);
        var second = await system.FinalLeaderboardAsync(Again);

        Assert.Equal(Scores(first), Scores(second));
        output.WriteLine(provider.Ledger.Stats().ToString());
        AskedOnce(provider, repeats: failures);
    }

    // No process of the product died, so there is no reason at all to ask again, but after an error of the provider.
    private static void AskedOnce(FakeOpenAi provider, long repeats)
    {
        Assert.Equal(0, provider.Ledger.RepeatedBills);
        Assert.Equal(provider.Ledger.BilledPrompts + GoldenSuite.UnbilledFaults + repeats, provider.Ledger.Calls);
    }

    private static async Task MoreAsync(FakeOpenAi provider, Installation system, string run)
    {
        var calls = provider.Ledger.Calls;
        await Poll.UntilAsync("more work", Patience, () => provider.Ledger.Calls > calls + 20);
        Assert.NotEqual(RunState.Completed, (await system.Evaluation.GetRunAsync(new GetRunRequest { Name = "runs/" + run })).Run.State);
    }

    // The same models under other names and with another field in their requests: the same answers, and none of them known.
    private static string WriteDeployments(TemporaryFolder folder, FakeOpenAi provider)
    {
        var file = GoldenSuite.WriteDeployments(folder, provider);
        var lines = File.ReadAllLines(file).Select(line => line.Replace("provider: openai", "max_in_flight: 4, provider: openai", StringComparison.Ordinal)).ToList();
        var again = lines.Skip(1).Select(line => line.Replace("fake/", "faked/", StringComparison.Ordinal).Replace("provider: openai", "extra_body: {user: again}, provider: openai", StringComparison.Ordinal));
        File.WriteAllLines(file, [.. lines, .. again]);
        return file;
    }

    private static RunSpec SpecAgain()
    {
        var spec = GoldenSuite.Spec.Clone();
        foreach (var names in new[] { spec.Deployments, spec.Jurors })
            for (var i = 0; i < names.Count; i++) names[i] = names[i].Replace("fake/", "faked/", StringComparison.Ordinal);
        return spec;
    }

    private static IEnumerable<string> Scores(Leaderboard board) =>
        board.Rows.SelectMany(row => row.Cells.Select(cell => $"{row.Model.Replace("faked/", "fake/", StringComparison.Ordinal)} {row.WinRate:R} {cell}"));
}
