using System.IO.Compression;
using System.Text.Json;
using MedHelm.Scoring.Metrics;
using MedHelm.Testing.RealData;
using Xunit;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>Recorded answers of real models, whose figures were published with the recordings.</summary>
public sealed class RecordedAnswersRealDataTests
{
    private static readonly string[] YesNoMaybe = ["yes", "no", "maybe"];

    [RealDataTheory]
    [InlineData("gpt-4-32k", 1056)]
    [InlineData("gpt-35-turbo-16k", 822)]
    public void MedQA_answers_are_read_as_published(string model, int right)
    {
        var questions = File.ReadLines(RealDataFolder.File("med_qa", "phrases_no_exclude_test.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(1273, questions.Length);
        Assert.Equal(right, Recorded($"derived_medqa_cot_{model}.jsonl.gz").Count(answer =>
        {
            var question = questions[int.Parse(answer.Id)];
            string[] options = [.. question.GetProperty("options").EnumerateObject().Select(o => o.Value.GetString()!)];
            return ChoiceExtraction.Find(answer.Text, options) is { } choice
                && question.GetProperty("answer_idx").GetString() == ((char)('A' + choice.Option)).ToString();
        }));
    }

    [RealDataFact]
    public void PubMedQA_answers_are_read_as_published()
    {
        var truth = JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("pubmed_qa", "test_ground_truth.json"))).RootElement;
        Assert.Equal(198, Recorded("derived_pubmedqa_cot_gpt-4-32k.jsonl.gz").Count(answer =>
            truth.TryGetProperty(answer.Id, out var right)
            && ChoiceExtraction.Find(answer.Text, YesNoMaybe) is { } choice
            && YesNoMaybe[choice.Option] == right.GetString()));
    }

    private static IEnumerable<(string Id, string Text)> Recorded(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(RealDataFolder.File("recorded", "mirage", file)), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            var row = JsonDocument.Parse(line).RootElement;
            foreach (var completion in row.GetProperty("completions").EnumerateArray().Take(1))
                yield return (row.GetProperty("id").GetString()!, completion.GetString()!);
        }
    }
}
