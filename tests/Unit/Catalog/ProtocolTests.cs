using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class ProtocolTests
{
    private const string Question = """
        dataset: {format: jsonl, files: [{path: a.jsonl}]}
        mapping:
          id: "{{ row.id }}"
          input: "{{ row.q }}"
          options: ["yes", "no"]
          gold: {text: "{{ row.a }}"}
          duplicates: drop
        adaptation: multiple_choice
        prompt: "{{ input }} {% for o in options %}{{ o.letter }}={{ o.text }} {% endfor %}"
        parameters: {max_output_tokens: 16}
        metrics: [exact_match]
        medhelm:
          mapping:
            id: "id{{ position.pool }}"
            gold: {letter: "{{ row.letter }}"}
            duplicates: ~
          adapter: {instructions: Answer by letter., input_noun: Question, output_noun: Answer}
          parameters: {temperature: 0, max_output_tokens: 1}
          metrics: [helm_exact_match]
        """;

    private const string Rows = """
        {"id": "x", "q": "Is it?", "a": "yes", "letter": "A"}
        {"id": "y", "q": "Is it?", "a": "yes", "letter": "B"}
        """;

    [Fact]
    public void What_stands_under_medhelm_is_laid_over_the_file_and_nothing_else_changes()
    {
        using var own = new OwnBenchmark(Question).With("a.jsonl", Rows);
        var (corrected, medhelm) = (own.Definition(), own.Definition(Protocols.MedHelm));

        Assert.Equal((16, 1), (corrected.Parameters.MaxOutputTokens, medhelm.Parameters.MaxOutputTokens));
        Assert.Equal(("exact_match", "helm_exact_match"), (corrected.Metrics[0], medhelm.Metrics[0]));
        Assert.Equal((0, 1000), (corrected.MaxInstances, medhelm.MaxInstances));
        Assert.Equal(["x"], own.Load().Instances.Select(i => i.Id));
        Assert.Equal(["id0", "id1"], own.Load(Protocols.MedHelm).Instances.Select(i => i.Id));
        Assert.Equal([0, 1], own.Load(Protocols.MedHelm).Instances.Select(i => i.References.ToList().FindIndex(r => r.Correct)));
    }

    [Fact]
    public void The_same_slip_seen_under_both_protocols_is_reported_once()
    {
        using var own = new OwnBenchmark(Question.Replace("adaptation: multiple_choice", "adaptation: telepathy", StringComparison.Ordinal));

        Assert.Single(own.Problems(), p => p.Message.Contains("telepathy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("  metrics: [helm_exact_match]", "  licence: MIT", "licence cannot differ by protocol")]
    [InlineData("  adapter: {instr", "  adapter: {instruct", "instructuctions is not a known key")]
    [InlineData("    duplicates: ~", "    duplicates: perhaps", "must be one of: drop, collapse")]
    public void A_slip_under_medhelm_is_reported_like_any_other(string sound, string slip, string message)
    {
        Assert.Contains(sound, Question, StringComparison.Ordinal);
        using var own = new OwnBenchmark(Question.Replace(sound, slip, StringComparison.Ordinal));

        Assert.Contains(own.Problems(), p => p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void HELMs_layout_has_its_accidents()
    {
        DatasetReference[] options = [new("A", true), new("B", false)];

        Assert.Equal("Do.\n\nQuestion: Q?\nA. A\nB. B\nAnswer:", new HelmAdapter("Do.", "Question", "Answer", false).Lay("Q?", options));
        Assert.Equal("Q? Answer:A. A\nB. B\nLetter:", new HelmAdapter(null, null, "Letter", false).Lay("Q? Answer:", options));
        Assert.Equal(": Q?\nA. A\nB. B\n:", new HelmAdapter("", "", "", false).Lay("Q?", options));
        Assert.Equal("Note:\ntext\nSummary:", new HelmAdapter(null, "Note", "Summary", true).Lay("text", null));
        Assert.Equal("text\n", new HelmAdapter(null, null, null, false).Lay("text", null));
    }
}
