using System.Text;
using MedHelm.Scoring.Metrics.Overlap;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Overlap;

/// <summary>Stems are those of NLTK 3.8's PorterStemmer in its default mode.</summary>
public sealed class PorterStemmerTests
{
    [Theory]
    [InlineData("caresses caress ponies poni ties tie flies fli cats cat gas ga")]
    [InlineData("skies sky dying die lying lie news news innings inning outing outing cannings canning howe howe proceed proceed")]
    [InlineData("died die spied spi agreed agre feed feed plastered plaster bled bled motoring motor sing sing")]
    [InlineData("conflated conflat troubled troubl sized size hopping hop falling fall hissing hiss fizzed fizz failing fail filing file")]
    [InlineData("happy happi enjoy enjoy sky sky try tri say say")]
    [InlineData("relational relat conditional condit rational ration radically radic bulkily bulkili hopefully hope theology theolog sensibility sensibl")]
    [InlineData("triplicate triplic formative form formalize formal electrical electr hopefulness hope goodness good")]
    [InlineData("revival reviv allowance allow adjustment adjust replacement replac dependent depend adoption adopt communion communion homologous homolog")]
    [InlineData("probate probat rate rate cease ceas controlling control roll roll hypertensive hypertens medications medic")]
    [InlineData("x2ing x2ing 120s 120 yyyed yy is is a a")]
    public void Words_are_stemmed_as_by_NLTK(string wordsAndStems)
    {
        foreach (var pair in wordsAndStems.Split(' ').Chunk(2)) Assert.Equal(pair[1], Stem(pair[0]));
    }

    private static string Stem(string word)
    {
        var letters = Encoding.ASCII.GetBytes(word);
        return Encoding.ASCII.GetString(letters, 0, PorterStemmer.Stem(letters));
    }
}
