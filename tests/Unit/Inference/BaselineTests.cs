using System.Text.Json;
using MedHelm.Inference.Providers.Baselines;
using Xunit;

namespace MedHelm.Tests.Unit.Inference;

public sealed class BaselineTests
{
    private const string Question = "Which vitamin prevents scurvy in sailors?\nA. Vitamin D\nB. The vitamin sailors took against scurvy\nC. Iron\nAnswer:";

    [Fact]
    public void First_option_names_the_first() => Assert.Equal("A", new FirstOption().Answer(Question));

    [Fact]
    public void Longest_option_names_the_longest() => Assert.Equal("B", new LongestOption().Answer(Question));

    [Fact]
    public void Overlap_names_the_option_sharing_most_words_with_the_question() => Assert.Equal("B", new MostOverlappingSentence().Answer(Question));

    [Fact]
    public void Without_options_a_baseline_answers_with_text_of_the_prompt()
    {
        const string note = "Summarise the visit.\n[doctor] How long has the knee been hurting you?\n[patient] The knee has been hurting for two weeks now.\n";

        foreach (var baseline in new IBaseline[] { new FirstOption(), new LongestOption(), new MostOverlappingSentence() })
            Assert.Contains("knee", baseline.Answer(note), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_judge_marks_every_criterion_the_prompt_asks_for()
    {
        var marks = Judge(OverlapJudge.Recall, gold: "take with food daily", response: "take with food daily");

        Assert.Equal(["accuracy", "clarity"], marks.Keys.Order(StringComparer.Ordinal));
        Assert.All(marks.Values, mark => Assert.Equal(5, mark));
    }

    [Fact]
    public void Judges_differ_where_recall_and_precision_do()
    {
        // Words of three letters or more: gold has 4, the answer 2, they share 2.
        Assert.Equal(3, Judge(OverlapJudge.Recall, "take with food daily", "take food")["accuracy"]);
        Assert.Equal(5, Judge(OverlapJudge.Precision, "take with food daily", "take food")["accuracy"]);
        Assert.Equal(Math.Round(1 + 4 * (2 * 0.5 / 1.5), 2), Judge(OverlapJudge.F1, "take with food daily", "take food")["accuracy"]);
    }

    private static Dictionary<string, double> Judge(OverlapJudge judge, string gold, string response)
    {
        var prompt = "Rate it. Reply with {\"accuracy\": {\"score\": 1-5, \"explanation\": \"\"}, \"clarity\": {\"score\": 1-5, \"explanation\": \"\"}}\n" +
            $"<question>q</question>\n<gold_response>{gold}</gold_response>\n<response>{response}</response>";
        using var json = JsonDocument.Parse(judge.Answer(prompt));
        return json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetProperty("score").GetDouble(), StringComparer.Ordinal);
    }
}
