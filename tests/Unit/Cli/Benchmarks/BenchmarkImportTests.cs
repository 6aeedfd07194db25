using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Tests.Unit.Catalog.Imports;
using Xunit;

namespace MedHelm.Tests.Unit.Cli.Benchmarks;

public sealed class BenchmarkImportTests : IDisposable
{
    private readonly CommandLineHarness cli = new(new FakeServices().On<ListMetricsRequest>("ListMetrics", _ => throw new RpcException(new Status(StatusCode.Unavailable, "nobody is there"))));
    private readonly HelmFiles helm = new();

    public void Dispose() => helm.Dispose();

    [Fact]
    public async Task An_import_says_what_it_wrote_and_checks_it()
    {
        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "import", helm.ConfigPath, "--into", helm.Into, "--tier", "public", "--id", "demo"));

        Assert.Equal(["benchmarks/demo.yaml", "datasets/demo/data.csv"], helm.Written());
        Assert.Contains($"written: {Path.Combine(helm.Into, "benchmarks", "demo.yaml")}", cli.Error, StringComparison.Ordinal);
        Assert.Contains("warning: placed under Clinical Decision Support", cli.Error, StringComparison.Ordinal);
        Assert.Contains("demo, protocol corrected: ok", cli.Output, StringComparison.Ordinal);
        Assert.Contains("demo, protocol medhelm: ok", cli.Output, StringComparison.Ordinal);
        Assert.Contains("Note: Takes ramipril.\nQuestion: Hypertension?", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_is_refused_is_bad_usage_and_writes_nothing()
    {
        helm.Write("prompt.txt", "one\n{note");

        Assert.Equal(2, await cli.InvokeAsync("benchmarks", "import", helm.ConfigPath, "--into", helm.Into));

        Assert.Contains("prompt.txt:2: has a stray \"{\"", cli.Error, StringComparison.Ordinal);
        Assert.Empty(helm.Written());
        Assert.Empty(cli.Output);
    }

    [Fact]
    public async Task Rows_that_cannot_be_asked_fail_the_check_of_what_was_written()
    {
        helm.Write("prompt.txt", "{note}");
        helm.Write("data.csv", "note,correct_answer\n,Yes\n");

        Assert.Equal(1, await cli.InvokeAsync("benchmarks", "import", helm.ConfigPath, "--into", helm.Into, "--id", "demo"));
        Assert.Contains("record 2: mapping.input", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_usual_scale_is_shown_as_it_is_typed()
    {
        Assert.Equal(0, await cli.InvokeAsync("benchmarks", "import", "--help"));
        Assert.Contains("[default: 0-5]", cli.Output, StringComparison.Ordinal);
    }
}
