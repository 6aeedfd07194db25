using MedHelm.Catalog.Definitions;
using MedHelm.Cli;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Installations;
using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Functional.EndToEnd;

/// <summary>All 37 benchmarks on their samples, in one process.</summary>
public sealed class WholeCatalogTests(WholeCatalogTests.Fixture fixture) : IClassFixture<WholeCatalogTests.Fixture>
{
    private StandaloneInstallation System => fixture.System;

    [Theory]
    [InlineData(Protocols.Corrected)]
    [InlineData(Protocols.MedHelm)]
    public async Task One_run_puts_every_benchmark_on_one_leaderboard_that_covers_every_subcategory(string protocol)
    {
        var taxonomy = await System.Catalog.GetTaxonomyAsync(new GetTaxonomyRequest());

        var board = await fixture.BoardAsync(protocol);

        Assert.Equal((37, protocol, true), (board.Columns.Count, board.Protocol, board.Final));
        Assert.Equal(
            taxonomy.Categories.SelectMany(c => c.Subcategories).Select(s => s.Name).Order(StringComparer.Ordinal),
            board.Columns.Select(c => c.Subcategory).Distinct().Order(StringComparer.Ordinal));
        // Every answer is there; what no metric can read is counted with its reason.
        Assert.Equal(board.Coverage.Planned, board.Coverage.Answered);
        Assert.Equal(board.Coverage.Planned - board.Coverage.Scored, board.Coverage.Unscored.Sum(u => u.Count));
        Assert.All(board.Coverage.Unscored, u => Assert.StartsWith("no_choice", u.Reason, StringComparison.Ordinal));
        if (protocol == Protocols.MedHelm)
            Assert.Contains(board.Notices, n => n.Contains("Protocol medhelm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sub_runs_are_shown_and_weigh_the_same()
    {
        var board = await fixture.BoardAsync(Protocols.Corrected);
        var cell = board.Rows[0].Cells.Single(c => c.Benchmark == "n2c2_ct_matching");

        Assert.Equal(["ABDOMINAL", "ADVANCED-CAD", "CREATININE"], cell.Subsets.Select(s => s.Subset));
        Assert.Equal(cell.Subsets.Average(s => s.Score), cell.Score, 12);
        Assert.Equal(2, board.Rows[0].Cells.Single(c => c.Benchmark == "med_dialog").Subsets.Count);
    }

    [Fact]
    public async Task Runs_under_different_protocols_are_compared_only_when_that_is_asked_for()
    {
        var request = new CompareRunsRequest { First = await fixture.RunAsync(Protocols.Corrected), Second = await fixture.RunAsync(Protocols.MedHelm) };

        var refusal = await Assert.ThrowsAsync<global::Grpc.Core.RpcException>(async () => await System.Reporting.CompareRunsAsync(request));
        Assert.Equal(global::Grpc.Core.StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains("across_protocols", refusal.Status.Detail, StringComparison.Ordinal);

        request.AcrossProtocols = true;
        var comparison = (await System.Reporting.CompareRunsAsync(request)).Comparison;
        Assert.Contains(comparison.Differences, d => (d.What, d.First, d.Second) == ("protocol", "corrected", "medhelm"));
        Assert.Equal(37 * 3, comparison.Cells.Count);
    }

    [Fact]
    public async Task Every_benchmark_loads_renders_and_scores_its_own_gold_answers_in_full()
    {
        Assert.Equal(0, await MedHelmCli.RunAsync(["benchmarks", "check", "--all", "--data", "sample", "--address", System.Grpc.AbsoluteUri], "stopped", CancellationToken.None));
    }

    [Fact]
    public async Task The_catalog_is_filtered_by_place_tier_and_data_and_shows_a_rendered_example()
    {
        var gated = await System.Catalog.ListBenchmarksAsync(new ListBenchmarksRequest { DataTier = Contracts.Inference.V1.DataTier.Gated });
        Assert.Equal(7, gated.Benchmarks.Count);
        var administration = await System.Catalog.ListBenchmarksAsync(new ListBenchmarksRequest { Category = "Administration and Workflow", DataStatus = DataStatus.Absent });
        Assert.Equal(5, administration.Benchmarks.Count);

        var clear = await System.Catalog.GetBenchmarkAsync(new GetBenchmarkRequest { Benchmark = "clear", Protocol = Protocols.MedHelm });
        Assert.Contains("Answer:A.", clear.Example.Prompt, StringComparison.Ordinal);
        Assert.True(clear.Example.PromptTokens > 20);
        Assert.NotEmpty(clear.Benchmark.Repairs);

        using var web = new HttpClient { BaseAddress = System.Http };
        var json = await web.GetStringAsync(new Uri("/v1/benchmarks?data_tier=DATA_TIER_PRIVATE&category=Administration%20and%20Workflow", UriKind.Relative));
        Assert.Contains("shc_cdi_med", json, StringComparison.Ordinal);
        Assert.DoesNotContain("mimiciv_billing_code", json, StringComparison.Ordinal);
        Assert.Equal(global::System.Net.HttpStatusCode.BadRequest, (await web.GetAsync(new Uri("/v1/benchmarks?category=Cooking", UriKind.Relative))).StatusCode);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = TemporaryFolder.Create("catalog");
        private readonly Dictionary<string, Task<Leaderboard>> boards = new(StringComparer.Ordinal);
        private readonly Lock gate = new();

        public StandaloneInstallation System { get; private set; } = null!;

        public async Task InitializeAsync() => System = await StandaloneInstallation.StartNewAsync(folder.Path);

        /// <summary>The final leaderboard of the whole catalog, run once for each protocol.</summary>
        public Task<Leaderboard> BoardAsync(string protocol)
        {
            lock (gate)
            {
                if (!boards.TryGetValue(protocol, out var board)) boards[protocol] = board = StartAsync(protocol);
                return board;
            }
        }

        public async Task<string> RunAsync(string protocol) => (await BoardAsync(protocol)).Run;

        public async Task DisposeAsync()
        {
            await System.DisposeAsync();
            folder.Dispose();
        }

        private async Task<Leaderboard> StartAsync(string protocol)
        {
            var spec = (await System.Catalog.ListSuitesAsync(new ListSuitesRequest())).Suites.Single(s => s.Id == "medhelm").Spec;
            spec.Protocol = protocol;
            return await System.RunAsync(spec, "whole-" + protocol);
        }
    }
}
