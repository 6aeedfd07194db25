using MedHelm.ServiceDefaults.Storage;
using Xunit;

namespace MedHelm.Tests.Unit.ServiceDefaults;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(400_000)]
    public void Text_of_any_length_comes_back_as_it_was(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i * 7 % 26)));

        Assert.Equal(text, StoredText.Unpack(StoredText.Pack(text)));
    }

    [Fact]
    public void Long_text_takes_less_room()
    {
        var text = string.Concat(Enumerable.Repeat("The patient reports no chest pain. ", 1000));

        Assert.True(StoredText.Pack(text).Length < text.Length / 5);
    }
}
