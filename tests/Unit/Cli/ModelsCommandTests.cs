using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Scoring.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Cli;

public sealed class ModelsCommandTests
{
    private readonly FakeServices services = new();
    private readonly CommandLineHarness cli;

    public ModelsCommandTests()
    {
        cli = new CommandLineHarness(services);
        services.On<ListDeploymentsRequest>("ListDeployments", _ => new ListDeploymentsResponse
        {
            Warnings = { "deployments.yaml:3: no such provider" },
            Deployments =
            {
                new Deployment { Id = "openai/m", DisplayName = "M", Problem = "its API key is not there", Prices = new PriceList { InputUsdPerMillion = 2.5, CachedInputUsdPerMillion = 1.25, OutputUsdPerMillion = 10, Version = "openai/m@2024-10-01" } },
                new Deployment { Id = "vendor/n", DisplayName = "N", Prices = new PriceList { InputUsdPerMillion = 1, CachedInputUsdPerMillion = 1, OutputUsdPerMillion = 2, Version = "vendor/n@2025-01-01" } },
            },
        });
    }

    [Theory]
    [InlineData("models")]
    [InlineData("models", "--json")]
    public async Task A_file_that_was_not_taken_is_warned_of_beside_the_data(params string[] command)
    {
        Assert.Equal(0, await cli.InvokeAsync(command));
        Assert.StartsWith("warning: deployments.yaml:3: no such provider", cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_price_versions_and_another_price_for_cached_input_are_shown()
    {
        Assert.Equal(0, await cli.InvokeAsync("models"));
        Assert.Matches(@"openai/m\s.*2\.50 / 10\.00\s+NO", cli.Output);
        Assert.Matches(@"vendor/n\s.*1\.00 / 2\.00\s+yes", cli.Output);
        Assert.Contains("openai/m cannot be called: its API key is not there", cli.Output, StringComparison.Ordinal);
        Assert.Contains("openai/m: prices openai/m@2024-10-01, input from the provider's cache 1.25", cli.Output, StringComparison.Ordinal);
        Assert.Contains("vendor/n: prices vendor/n@2025-01-01\n", cli.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_does_not_call_this_well()
    {
        services.On<ListRunsRequest>("ListRuns", _ => new ListRunsResponse());
        services.On<ListSuitesRequest>("ListSuites", _ => new ListSuitesResponse());
        services.On<ListVerdictsRequest>("ListVerdicts", _ => new ListVerdictsResponse());
        services.On<ListMetricsRequest>("ListMetrics", _ => new ListMetricsResponse());
        services.On<GetLeaderboardRequest>("GetLeaderboard", _ => throw new RpcException(new Status(StatusCode.NotFound, "no such run")));

        Assert.Equal(1, await cli.InvokeAsync("doctor"));
        Assert.DoesNotContain("DOWN", cli.Output, StringComparison.Ordinal);
        Assert.Contains("deployments: deployments.yaml:3: no such provider", cli.Output, StringComparison.Ordinal);
        Assert.Contains("openai/m cannot be called: its API key is not there", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Not all is well", cli.Output, StringComparison.Ordinal);
        services.On<ListDeploymentsRequest>("ListDeployments", _ => new ListDeploymentsResponse());
        Assert.Equal(0, await cli.InvokeAsync("doctor"));
    }
}
