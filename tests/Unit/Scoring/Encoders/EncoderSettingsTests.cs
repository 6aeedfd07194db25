using MedHelm.Scoring.Encoders;
using MedHelm.ServiceDefaults;
using MedHelm.Testing.Models;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

public sealed class EncoderSettingsTests
{
    [Fact]
    public void Nothing_configured_is_no_encoder()
    {
        var settings = Configured.Read();

        Assert.Equal((null, null, false, TimeSpan.FromMinutes(1)), (settings.Url, settings.Model, settings.Cased, settings.Timeout));
    }

    [Fact]
    public void Every_unusable_setting_is_named_at_once_and_no_secret_is_shown()
    {
        var problems = Assert.Throws<SettingsException>(() => Configured.Read(
            ("URL", "http://user:secret@host/encode"), ("MODEL", "/no/such/model.onnx"), ("TIMEOUT", "soon"), ("CASED", "maybe"), ("KEYVARIABLE", "A"), ("KEYFILE", "/no/such/key"))).Problems;

        Assert.Equal(7, problems.Count);
        foreach (var key in new[] { "URL", "MODEL", "TIMEOUT", "CASED", "KEYFILE" }) Assert.Contains(problems, problem => problem.Contains("MEDHELM__ENCODER__" + key, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_without_its_vocabulary_says_where_it_must_be()
    {
        using var folder = new ScratchFolder();
        var model = TinyOnnxModel.Write(folder.Path);
        Assert.Equal(model, Configured.Read(("MODEL", model)).Model);

        File.Delete(Path.Combine(folder.Path, "vocab.txt"));
        Assert.Contains(Path.Combine(folder.Path, "vocab.txt"), Assert.Throws<SettingsException>(() => Configured.Read(("MODEL", model))).Message);
    }

    [Fact]
    public void A_key_is_read_from_its_file_at_each_call()
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("key", "first\n");
        var key = new EncoderKey(null, file);
        Assert.Equal("first", key.Read());
        folder.Write("key", "second");
        Assert.Equal("second", key.Read());
        folder.Write("key", "two words");
        Assert.DoesNotContain("two words", Assert.Throws<EncoderException>(() => key.Read()).Message);
        File.Delete(file);
        Assert.Contains(file, Assert.Throws<EncoderException>(() => key.Read()).Message);
        Assert.Contains("MEDHELM_NO_SUCH_VARIABLE", Assert.Throws<EncoderException>(() => new EncoderKey("MEDHELM_NO_SUCH_VARIABLE", null).Read()).Message);
    }
}
