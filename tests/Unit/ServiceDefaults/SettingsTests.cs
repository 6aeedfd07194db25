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
    public void Master_keys_are_read_in_order_and_a_bad_one_is_named_without_being_shown()
    {
        var (first, second) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String([.. new byte[31], 1]));

        Assert.Equal([first, second], Read(("MASTERKEY", first + "\n" + second)).MasterKeys.Select(Convert.ToBase64String));
        Assert.Empty(Read().MasterKeys);
        foreach (var bad in new[] { "c2VjcmV0", "not base64: secret", first + first })
        {
            var error = Assert.Throws<SettingsException>(() => Read(("MASTERKEY", bad)));
            Assert.Contains("MEDHELM__MASTERKEY", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(bad, error.Message, StringComparison.Ordinal);
        }
        Assert.Contains("MEDHELM__MASTERKEYFILE", Assert.Throws<SettingsException>(() => Read(("MASTERKEYFILE", "/no/such/file"))).Message, StringComparison.Ordinal);
        Assert.Throws<SettingsException>(() => Read(("MASTERKEY", first), ("MASTERKEYFILE", "/no/such/file")));
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
