using MedHelm.Scoring.Encoders.Onnx;
using MedHelm.Testing.Models;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Encoders;

/// <summary>What BERT's tokeniser gives by its published rules (Devlin et al. 2019), worked out by hand over a vocabulary of thirteen tokens.</summary>
public sealed class WordPiecesTests
{
    private const int Unknown = 1;

    [Theory]
    [InlineData("Chest PAINFUL, no fever.", new[] { 5, 6, 7, 10, 8, 9, 11 })]
    [InlineData("fever\nno\tpain\r\nchest", new[] { 9, 8, 6, 5 })]
    [InlineData("fever\u00a0no\u2028pain", new[] { 9, 8, 6 })]
    [InlineData("fe\u200bver fe\0ver", new[] { 9, 9 })]
    [InlineData("Caf\u00e9 cafe\u0301 CAF\u00c9", new[] { 12, 12, 12 })]
    [InlineData("pain$no+pain", new[] { 6, Unknown, 8, Unknown, 6 })]
    [InlineData("pain\u2019no--fever", new[] { 6, Unknown, 8, Unknown, Unknown, 9 })]
    [InlineData("pain°no", new[] { Unknown })]
    [InlineData("no中文fever", new[] { 8, Unknown, Unknown, 9 })]
    [InlineData("painfulful painxyz", new[] { 6, 7, 7, Unknown })]
    [InlineData("[SEP] pain [sep]", new[] { 3, 6, Unknown, Unknown, Unknown })]
    [InlineData("🙂 pain", new[] { Unknown, 6 })]
    [InlineData(" \n ", new int[0])]
    public void A_text_becomes_the_tokens_of_BERT(string text, int[] expected)
    {
        var (ids, cut) = Pieces().Encode(text);

        Assert.Equal([2, .. expected, 3], ids);
        Assert.False(cut);
    }

    [Fact]
    public void A_cased_vocabulary_sees_capitals_and_accents()
    {
        Assert.Equal([2, 6, Unknown, Unknown, 3], Pieces(cased: true).Encode("pain Pain café").Ids);
    }

    [Fact]
    public void A_word_of_more_than_a_hundred_characters_is_unknown()
    {
        Assert.Equal([2, 6, .. Enumerable.Repeat(7, 32), 3], Pieces().Encode("pain" + string.Concat(Enumerable.Repeat("ful", 32))).Ids);
        Assert.Equal([2, Unknown, 3], Pieces().Encode("pain" + string.Concat(Enumerable.Repeat("ful", 33))).Ids);
    }

    [Fact]
    public void Five_hundred_and_ten_tokens_are_kept_and_a_longer_text_is_cut()
    {
        var (whole, wholeCut) = Pieces().Encode(string.Join(' ', Enumerable.Repeat("painful", 255)));
        var (cut, cutCut) = Pieces().Encode(string.Join(' ', Enumerable.Repeat("painful", 255)) + " no");

        Assert.Equal((512, false, 512, true), (whole.Length, wholeCut, cut.Length, cutCut));
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void Start_and_end_are_special_and_padding_and_unknown_are_not() =>
        Assert.Equal([false, false, true, true, false], Enumerable.Range(0, 5).Select(Pieces().IsSpecial));

    [Fact]
    public void A_file_that_is_no_vocabulary_is_refused_with_what_it_lacks() =>
        Assert.Contains("[UNK], [SEP]", Assert.Throws<InvalidDataException>(() => WordPieces.Read(["[PAD]", "[CLS]", "pain"], cased: false)).Message);

    private static WordPieces Pieces(bool cased = false) => WordPieces.Read(TinyOnnxModel.Vocabulary, cased);
}
