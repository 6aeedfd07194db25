using System.Text.Json;
using MedHelm.Inference.Providers.Http;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class LenientTextTests
{
    [Theory]
    [InlineData("""fine \ud83d\ude00""", "fine \ud83d\ude00")]
    [InlineData("""cut \ud83d""", "cut \ufffd")]
    [InlineData("""\ude00 first, then \ud83d\ude00""", "\ufffd first, then \ud83d\ude00")]
    [InlineData("""a backslash \\ud83d and half \ud83d""", "a backslash \\ud83d and half \ufffd")]
    public void Half_a_character_is_replaced_and_the_rest_stays(string json, string text)
    {
        using var document = JsonDocument.Parse($"\"{json}\"");

        Assert.Equal(text, LenientText.Of(document.RootElement));
    }
}
