using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Metrics;
using MedHelm.Scoring.Metrics.Overlap;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring.Overlap;

public sealed class ExtractiveFragmentsTests
{
    private static readonly string[] Measures = ["summarization_coverage", "summarization_density", "summarization_compression"];

    // Fragments 5, 1, 2 and 1 words long; 3 and 1, because the search goes on behind a match, as in the paper; 1, 3 and 4.
    [Theory]
    [InlineData("the patient has a mild fever and a cough", "today the patient has a mild cough, and a fever since monday", 9 / 9.0, 31 / 9.0, 13 / 9.0)]
    [InlineData("x x x y", "x x x x y", 1, 10 / 4.0, 5 / 4.0)]
    [InlineData("BP 120/80; don't stop 2.5 mg.", "Don't stop 2.5 mg, BP was 120/80", 8 / 10.0, 26 / 10.0, 10 / 10.0)]
    [InlineData("nothing alike", "other words. All three of them", 0, 0, 7 / 2.0)]
    public void Passages_are_found_from_the_beginning_the_longest_first(string answer, string source, double coverage, double density, double compression) =>
        Assert.Equal([coverage, density, compression], Measures.Select(metric => Rate(metric, answer, source).Value));

    [Fact]
    public void A_copy_is_one_passage()
    {
        const string Text = "Clear lungs.\n\nNo oedema, 98.6 \u00b0F; na\u00efve \ud83d\ude00";
        Assert.Equal([1, 12, 1], Measures.Select(metric => Rate(metric, Text, Text).Value));
    }

    [Fact]
    public void Passages_equal_those_of_the_plain_search_on_any_texts()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var (answer, source) = (Text(random.Next(1, 40)), Text(random.Next(0, 60)));
            var expected = PlainSearch(answer.Split(' '), source.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var found = ExtractiveFragments.Of(answer, source);
            Assert.Equal((expected.Sum(), expected.Sum(length => length * length)), (found.Covered, found.Squares));
        }

        string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => "abcd"[random.Next(4)]));
    }

    [Fact]
    public void Without_a_source_or_words_an_answer_is_unscored_with_the_reason()
    {
        Assert.All(Measures, metric => Assert.Equal(UnscoredReason.NoSource, Rate(metric, "text", "").Unscored.Reason));
        Assert.All(Measures, metric => Assert.Equal((UnscoredReason.NotApplicable, "the answer has no words"), (Rate(metric, " \n", "text").Unscored.Reason, Rate(metric, " \n", "text").Unscored.Detail)));
    }

    [Fact]
    public void Texts_of_a_few_words_said_over_and_over_are_given_up_with_the_reason_and_still_have_a_compression()
    {
        var (answer, source) = (string.Concat(Enumerable.Repeat("a b d ", 1100)), string.Concat(Enumerable.Repeat("a b c ", 100_000)));
        Assert.All(Measures[..2], metric => Assert.Equal(
            (UnscoredReason.NotApplicable, "more than 100000000 places of the source to compare"), (Rate(metric, answer, source).Unscored.Reason, Rate(metric, answer, source).Unscored.Detail)));
        Assert.Equal(300_000 / 3300.0, Rate(Measures[2], answer, source).Value);
    }

    [Fact]
    public void The_search_takes_as_many_places_as_it_may()
    {
        // Two places of "a b" for each of the two in the answer.
        Assert.Equal((true, 4), (ExtractiveFragments.Of("a b d a b", "a b c a b", mostPlaces: 4).Complete, ExtractiveFragments.Of("a b d a b", "a b c a b", mostPlaces: 4).Covered));
        Assert.False(ExtractiveFragments.Of("a b d a b", "a b c a b", mostPlaces: 3).Complete);
    }

    [Fact]
    public void They_describe_and_have_no_better_or_worse()
    {
        var described = MetricCatalog.Standard.Descriptions.Where(m => m.Direction == Direction.Unspecified).ToList();
        Assert.Equal(Measures.Order(StringComparer.Ordinal), described.Select(m => m.Name));
        Assert.Equal([double.PositiveInfinity, 1, double.PositiveInfinity], described.OrderBy(m => m.Name == "summarization_compression" ? 0 : m.Name == "summarization_coverage" ? 1 : 2).Select(m => m.RangeMax));
        Assert.Contains("\"rangeMax\": \"Infinity\"", Google.Protobuf.JsonFormatter.Default.Format(described[0]), StringComparison.Ordinal);
    }

    private static List<int> PlainSearch(string[] answer, string[] source)
    {
        var lengths = new List<int>();
        for (var at = 0; at < answer.Length;)
        {
            var longest = 0;
            for (var place = 0; place < source.Length;)
            {
                var length = answer.AsSpan(at).CommonPrefixLength(source.AsSpan(place));
                longest = Math.Max(longest, length);
                place += Math.Max(1, length);
            }
            if (longest > 0) lengths.Add(longest);
            at += Math.Max(1, longest);
        }
        return lengths;
    }

    private static Score Rate(string metric, string answer, string source) =>
        ((IAnswerMetric)MetricCatalog.Standard.Get(metric)).Rate(new Answer(answer, Adaptation.Generation, new([], [])) { Source = source });
}
