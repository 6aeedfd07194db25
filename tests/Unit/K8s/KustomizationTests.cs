using MedHelm.ServiceDefaults;
using MedHelm.Testing.Processes;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Unit.K8s;

public sealed class KustomizationTests
{
    private static readonly Manifest Base = Assert.Single(Manifest.ReadFile(SolutionPaths.File("k8s", "base", "kustomization.yaml")));

    [Fact]
    public void Base_lists_every_process()
    {
        var files = ManifestTests.Names.Select(process => $"{process}.yaml");
        Assert.Equal(files.Order(StringComparer.Ordinal), Base.Texts("resources").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_generated_variable_is_a_setting_the_services_know()
    {
        var known = typeof(Settings).GetProperties().Select(property => $"MEDHELM__{property.Name.ToUpperInvariant()}").ToHashSet(StringComparer.Ordinal);
        Assert.All(Variables().Keys, name => Assert.True(known.Contains(name) || name.StartsWith("MEDHELM__SERVICES__", StringComparison.Ordinal), name));
    }

    [Fact]
    public void Services_read_the_generated_variables()
    {
        var configuration = Variables().ToDictionary(variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => (string?)variable.Value, StringComparer.Ordinal);
        var settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());

        Assert.Equal("amqp", settings.Bus.Scheme);
        Assert.Equal("redis", settings.Cache.Scheme);
        Assert.StartsWith("postgres://", settings.Storage, StringComparison.Ordinal);
        foreach (var process in ManifestTests.Names.Where(process => process != "gateway"))
            Assert.Equal(new Uri($"http://{process}:8080"), settings.AddressOf(process));
    }

    private static Dictionary<string, string> Variables() => Base.List("configMapGenerator")
        .SelectMany(map => map.Texts("literals"))
        .Select(literal => literal.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
