using MedHelm.Testing.Processes;
using Xunit;

namespace MedHelm.Tests.Unit.Architecture;

public sealed class DependencyTests
{
    private static readonly string[] Services = ["Evaluation", "Inference", "Judging", "Scoring", "Reporting"];
    private static readonly string[] TransportAndDrivers = ["MassTransit", "RabbitMQ.Client", "StackExchange.Redis", "Npgsql", "Microsoft.Data.Sqlite"];

    public static TheoryData<string> ServiceNames => [.. Services];

    public static TheoryData<string> EveryProject => [.. Sources.All("*.csproj", "services", "gateway", "tests").Select(Sources.Relative)];

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public void A_service_knows_others_only_by_their_contracts(string service) =>
        // Evaluation owns the catalog; the command line reads the same files where no service runs.
        Assert.Equal(
            service == "Evaluation" ? ["Catalog", "Contracts", "ServiceDefaults"] : ["Contracts", "ServiceDefaults"],
            Sources.References(Project("services", service)).Projects.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EveryProject))]
    public void Nothing_but_functional_tests_and_benchmarks_depends_on_Standalone(string project)
    {
        if (project.StartsWith("tests/", StringComparison.Ordinal)) return;

        Assert.DoesNotContain("Standalone", Sources.References(SolutionPaths.File(project)).Projects);
    }

    [Fact]
    public void The_catalog_knows_contracts_and_no_service() =>
        Assert.Equal(["Contracts"], Sources.References(Project("services", "Catalog")).Projects);

    [Fact]
    public void Contracts_depend_on_nothing_of_ours_and_service_defaults_know_no_contract()
    {
        Assert.Empty(Sources.References(Project("services", "Contracts")).Projects);
        Assert.Empty(Sources.References(Project("services", "ServiceDefaults")).Projects);
    }

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Cli")]
    public void What_a_person_touches_knows_contracts_and_no_service(string project) =>
        Assert.Empty(Sources.References(Project("gateway", project)).Projects.Intersect(Services));

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public void Transport_and_drivers_are_named_in_service_defaults_only(string service)
    {
        Assert.Empty(Sources.References(Project("services", service)).Packages.Intersect(TransportAndDrivers));
        foreach (var file in Sources.All("*.cs", "services/" + service))
        {
            var text = File.ReadAllText(file);
            foreach (var driver in TransportAndDrivers)
                Assert.False(text.Contains($"using {driver}", StringComparison.Ordinal), $"{Sources.Relative(file)} names {driver}.");
        }
    }

    [Theory]
    [InlineData("services/Scoring/Metrics")]
    [InlineData("services/Scoring/Statistics")]
    public void Definitions_of_numbers_are_pure(string folder)
    {
        string[] impure = ["TimeProvider", "ILogger", "HttpClient", "File.", "Database", "IServiceProvider", "async "];
        foreach (var file in Sources.All("*.cs", folder))
        {
            var text = File.ReadAllText(file);
            foreach (var word in impure) Assert.False(text.Contains(word, StringComparison.Ordinal), $"{Sources.Relative(file)} uses {word}.");
        }
    }

    private static string Project(string area, string name) => SolutionPaths.File(area, name, name + ".csproj");
}
