using MedHelm.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MedHelm.Tests.Unit.ServiceDefaults;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_configured_means_nothing_to_install()
    {
        var settings = Read();

        Assert.Equal("memory", settings.Bus.Scheme);
        Assert.Equal("embedded", settings.Cache.Scheme);
        Assert.StartsWith("sqlite:", settings.Storage, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unusable_setting_is_named_at_once_and_no_secret_is_shown()
    {
        var error = Assert.Throws<SettingsException>(() => Read(
            ("BUS", "http://user:secret@somewhere"), ("CACHE", "memcached://x"), ("STORAGE", "oracle://x"), ("DATASETS", "/no/such/folder")));

        Assert.Equal(4, error.Problems.Count);
        foreach (var key in new[] { "BUS", "CACHE", "STORAGE", "DATASETS" }) Assert.Contains("MEDHELM__" + key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_service_address_says_which_variable_to_set()
    {
        var error = Assert.Throws<SettingsException>(() => Read().AddressOf("scoring"));

        Assert.Contains("MEDHELM__SERVICES__SCORING", error.Message, StringComparison.Ordinal);
    }

    private static Settings Read(params (string Key, string Value)[] values) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(v => KeyValuePair.Create("MEDHELM:" + v.Key, (string?)v.Value))).Build());
}
