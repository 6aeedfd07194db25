using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Runs;
using Xunit;

namespace MedHelm.Tests.Unit.Evaluation;

public sealed class DataTiersTests
{
    private static readonly BenchmarkDefinition Private = BenchmarkCatalog.Load([BenchmarkCatalog.BundledFolder]).Find("med_qa")! with { DataTier = DataTier.Private };

    [Fact]
    public void A_bundled_sample_is_synthetic_and_may_go_anywhere() => Assert.Equal(DataTier.Public, DataTiers.Of(Private, sample: true));

    [Fact]
    public void A_sample_of_the_users_own_catalog_is_as_sensitive_as_its_benchmark() =>
        Assert.Equal(DataTier.Private, DataTiers.Of(Private with { File = Path.Combine(Path.GetTempPath(), "benchmarks", "ward_qa.yaml") }, sample: true));

    [Fact]
    public void Full_data_is_as_sensitive_as_its_benchmark() => Assert.Equal(DataTier.Private, DataTiers.Of(Private, sample: false));
}
