using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

/// <summary>Answers are found again by the requests that asked for them: what is given out must be what was sent, to the field.</summary>
public sealed class RequestSourceTests : IAsyncLifetime
{
    private readonly DriverHarness harness = new();

    public Task InitializeAsync() => harness.MigrateAsync();

    public async Task DisposeAsync() => await harness.DisposeAsync();

    [Theory]
    [InlineData(PriceClass.Live, "")]
    [InlineData(PriceClass.Batch, "icu")]
    public async Task Requests_are_given_out_as_they_were_sent(PriceClass priceClass, string project)
    {
        var spec = DriverHarness.Spec();
        (spec.PriceClass, spec.Project) = (priceClass, project);
        var accepted = new MedHelm.Evaluation.Storage.StoredRun("one-run", spec, RunState.Planning, harness.Clock.GetUtcNow(), null, "", "");
        Assert.True(await harness.Runs.AddAsync(accepted, default));
        await harness.LookAsync();

        var sent = Assert.IsType<CompletionsRequested>(Assert.Single(harness.Bus.Sent).Message);
        Assert.Equal([sent], await ListAsync("runs/one-run", "traffic_lights", "a"));
        Assert.Equal((project.Length > 0 ? project : "default", priceClass == PriceClass.Batch), (sent.Batch.Project, sent.BatchDeadline is not null));
    }

    [Theory]
    [InlineData("runs/other", "traffic_lights", "a")]
    [InlineData("runs/one-run", "med_qa", "a")]
    [InlineData("runs/one-run", "traffic_lights", "b")]
    public async Task What_the_run_does_not_have_is_not_found(string run, string benchmark, string candidate)
    {
        await harness.StartAsync("one-run");
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => ListAsync(run, benchmark, candidate))).StatusCode);
    }

    [Fact]
    public async Task A_run_that_is_being_planned_has_no_requests_yet()
    {
        var accepted = new MedHelm.Evaluation.Storage.StoredRun("one-run", DriverHarness.Spec(), RunState.Planning, harness.Clock.GetUtcNow(), null, "", "");
        Assert.True(await harness.Runs.AddAsync(accepted, default));
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => ListAsync("runs/one-run", "traffic_lights", "a"))).StatusCode);
    }

    private async Task<IReadOnlyList<CompletionsRequested>> ListAsync(string run, string benchmark, string candidate)
    {
        var pages = new Pages();
        await harness.Requests.ListRequests(new() { Run = run, Benchmark = benchmark, Candidate = candidate }, pages, new CallContext());
        return pages.Asked;
    }

    private sealed class Pages : IServerStreamWriter<ListRequestsResponse>
    {
        public List<CompletionsRequested> Asked { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(ListRequestsResponse message)
        {
            Asked.Add(message.Asked);
            return Task.CompletedTask;
        }

        public Task WriteAsync(ListRequestsResponse message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
