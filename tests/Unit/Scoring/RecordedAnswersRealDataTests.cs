using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
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

    /// <summary>
    /// Counted outside by the first letter, or else the option text, of the field answer_choice: 2861 and 2239. 11 and 2 of these name several options ("A, B, C, D", "A. x, B. y", "C or D"), which is no choice here.
    /// HELM's strict rule finds no bare letter in any of them, and finds it once it stands alone.
    /// </summary>
    [RealDataTheory]
    [InlineData("gpt-4-32k", 4183, 2850, 205)]
    [InlineData("gpt-35-turbo-16k", 4156, 2237, 192)]
    public void MedMCQA_answers_are_read_as_counted_independently(string model, int answers, int right, int unread)
    {
        var questions = File.ReadLines(RealDataFolder.File("med_mcqa", "dev.json")).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(question => question.GetProperty("id").GetString()!);
        var (count, chosen, missing, helm, letters) = (0, 0.0, 0, 0.0, 0.0);
        foreach (var (id, text) in Archived($"medmcqa_cot_{model}.tar.gz"))
        {
            var question = questions[id];
            var correct = question.GetProperty("cop").GetInt32() - 1;
            var references = new References([.. new[] { "opa", "opb", "opc", "opd" }.Select(name => question.GetProperty(name).GetString()!)], [.. Enumerable.Range(0, 4).Select(i => i == correct)]);
            var answer = new Answer(text, Adaptation.MultipleChoice, references);
            count++;
            chosen += new ExactMatch().Rate(answer).Value;
            helm += new HelmExactMatch().Rate(answer).Value;
            if (answer.Choice is not { } choice) missing++;
            else letters += new HelmExactMatch().Rate(new Answer(((char)('A' + choice.Option)).ToString(), Adaptation.MultipleChoice, references)).Value;
        }
        Assert.Equal((answers, right, unread, 0), (count, chosen, missing, helm));
        // Two and three questions have the correct option's text twice.
        Assert.InRange(letters - right, 0, 3);
    }

    [RealDataTheory]
    [InlineData("gpt-4-32k", 198)]
    [InlineData("gpt-35-turbo-16k", 181)]
    public void PubMedQA_answers_are_read_as_published(string model, int right)
    {
        // One of GPT-3.5's states its answer in the reasoning only, and so is not among the 180 whose field answer_choice begins with the right letter.
        var truth = JsonDocument.Parse(File.ReadAllText(RealDataFolder.File("pubmed_qa", "test_ground_truth.json"))).RootElement;
        Assert.Equal(right, Recorded($"derived_pubmedqa_cot_{model}.jsonl.gz").Count(answer =>
            truth.TryGetProperty(answer.Id, out var decision)
            && ChoiceExtraction.Find(answer.Text, YesNoMaybe) is { } choice
            && YesNoMaybe[choice.Option] == decision.GetString()));
    }

    private static IEnumerable<(string Id, string Text)> Archived(string file)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(RealDataFolder.File("recorded", "mirage", file)), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } content || !entry.Name.EndsWith(".json", StringComparison.Ordinal)) continue;
            foreach (var completion in JsonDocument.Parse(content).RootElement.EnumerateArray().Take(1))
                yield return (Path.GetFileNameWithoutExtension(entry.Name)["dev_".Length..], completion.GetString()!);
        }
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
