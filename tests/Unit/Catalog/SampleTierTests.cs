using MedHelm.Catalog;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class SampleTierTests
{
    [Fact]
    public void A_bundled_sample_is_synthetic_and_may_go_anywhere()
    {
        var benchmark = BenchmarkCatalog.LoadWith(null).Find("clear")!;

        Assert.Equal((DataTier.Private, DataTier.Public), (benchmark.DataTier, benchmark.SampleTier));
    }

    [Fact]
    public void A_sample_of_the_users_own_catalog_is_as_sensitive_as_its_benchmark_wherever_the_folder_lies()
    {
        // A neighbour whose name begins like the bundled catalog's.
        var folder = BenchmarkCatalog.BundledFolder + "-own";
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "benchmarks"));
            File.WriteAllText(Path.Combine(folder, "benchmarks", "lights.yaml"), TrafficLights.Yaml
                .Replace("FORMAT", "jsonl", StringComparison.Ordinal)
                .Replace("data_tier: public", "data_tier: private\naccess: Ask.", StringComparison.Ordinal));

            Assert.Equal(DataTier.Private, BenchmarkCatalog.LoadWith(folder).Find("traffic_lights")!.SampleTier);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
