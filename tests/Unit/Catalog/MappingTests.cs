using MedHelm.Catalog.Datasets;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

public sealed class MappingTests
{
    private const string Rest = """

        adaptation: generation
        prompt: "{{ input }}"
        parameters: {max_output_tokens: 16}
        metrics: [exact_match]
        """;

    private const string Choice = """

        adaptation: multiple_choice
        prompt: "{{ input }} {{ options[0].text }}"
        parameters: {max_output_tokens: 16}
        metrics: [exact_match]
        """;

    private const string Plain = """
        dataset: {format: jsonl, files: [{path: a.jsonl}]}
        mapping:
          id: "{{ row.id }}"
          input: "{{ row.q }}"
        """;

    [Fact]
    public void Options_may_come_from_a_list_of_the_row_and_the_gold_as_a_number()
    {
        using var own = new OwnBenchmark(Plain + """

              options: {each: row.answers, text: "{{ item.text }}"}
              gold: {number: "{{ row.right }}"}
            """ + Choice).With("a.jsonl", """{"id": 1, "q": "Q", "right": "2", "answers": [{"text": "a"}, {"text": "b"}, {"text": "c"}]}""");

        Assert.Equal([("a", false), ("b", true), ("c", false)], own.Load().Instances[0].References.Select(r => (r.Text, r.Correct)));
    }

    [Fact]
    public void An_optional_gold_that_matches_nothing_leaves_no_option_right_and_another_is_refused()
    {
        const string Row = """{"id": 1, "q": "Q", "a": "1.0"}""";
        const string Options = "\n  options: [\"0\", \"1\"]\n  gold: {text: \"{{ row.a }}\", optional: true}";
        using var lenient = new OwnBenchmark(Plain + Options + Choice).With("a.jsonl", Row);
        using var strict = new OwnBenchmark(Plain + Options.Replace(", optional: true", "", StringComparison.Ordinal) + Choice).With("a.jsonl", Row);

        Assert.DoesNotContain(lenient.Load().Instances[0].References, r => r.Correct);
        Assert.Contains("line 1: mapping.gold.text", strict.LoadError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Instances_name_what_they_share_and_one_without_a_name_is_its_own()
    {
        using var own = new OwnBenchmark(Plain + """

              cluster: "{% if row.patient %}{{ row.patient }}{% endif %}"
              reference: "{{ row.a }}"
            """ + Rest).With("a.jsonl", """
            {"id": 1, "q": "Q", "a": "x", "patient": 7}
            {"id": 2, "q": "R", "a": "x", "patient": 7}
            {"id": 3, "q": "S", "a": "x", "patient": null}
            """);
        Assert.Equal(["7", "7", ""], own.Load().Instances.Select(instance => instance.Cluster));
    }

    [Fact]
    public void A_row_becomes_one_instance_for_each_variant_numbered_within_its_subset()
    {
        using var own = new OwnBenchmark("""
            dataset: {format: jsonl, files: [{path: a.jsonl}]}
            mapping:
              variants:
                - {subset: one, with: {what: first}}
                - {subset: two, with: {what: second}}
              id: "{{ variant.subset }}/{{ position.pool }}"
              input: "{{ row.q }} {{ variant.what }}"
              reference: "{{ row.a }}"
              extra: {kind: "{{ variant.what }}", empty: ""}
            """.Replace(", empty: \"\"", "", StringComparison.Ordinal) + Rest).With("a.jsonl", "{\"q\": \"Q\", \"a\": \"A\"}\n{\"q\": \"R\", \"a\": \"B\"}");

        var instances = own.Load().Instances;

        Assert.Equal(["one/0", "two/0", "one/1", "two/1"], instances.Select(i => i.Id));
        Assert.Equal(["one", "two", "one", "two"], instances.Select(i => i.Subset));
        Assert.Equal([("kind", "second")], instances[1].Extra);
    }

    [Theory]
    [InlineData("drop", "1,4", 2)]
    [InlineData("collapse", "1,2,4", 2)]
    public void Repeated_inputs_are_dropped_or_collapsed_and_counted(string rule, string ids, int skipped)
    {
        // 3 repeats 1 with the same answer; 5 repeats 2 with another one.
        using var own = new OwnBenchmark(Plain + $"\n  reference: \"{{{{ row.a }}}}\"\n  duplicates: {rule}" + Rest).With("a.jsonl", """
            {"id": 1, "q": "same", "a": "x"}
            {"id": 2, "q": "differs", "a": "x"}
            {"id": 3, "q": "same", "a": "x"}
            {"id": 4, "q": "alone", "a": "x"}
            {"id": 5, "q": "differs", "a": "y"}
            """);

        var dataset = own.Load();

        Assert.Equal(ids, string.Join(',', dataset.Instances.Select(i => i.Id)));
        Assert.Equal(rule == "drop" ? 3 : skipped, dataset.SkippedCount);
        if (rule == "collapse")
            Assert.Equal("y", dataset.Instances[1].References[0].Text);
    }

    [Fact]
    public void A_skip_rule_says_why_and_where()
    {
        using var own = new OwnBenchmark(Plain + """

              reference: "{{ row.a }}"
              skip:
                - {when: "{% if row.q contains 'bad' %}x{% endif %}", because: it is bad}
                - {field: kind, not_equals: [good], because: of another kind}
            """ + Rest).With("a.jsonl", """
            {"id": 1, "q": "fine", "a": "x", "kind": "Good"}
            {"id": 2, "q": "so bad", "a": "x", "kind": "good"}
            {"id": 3, "q": "fine", "a": "x", "kind": "other"}
            """);

        var dataset = own.Load();

        Assert.Equal(["1"], dataset.Instances.Select(i => i.Id));
        Assert.Equal([("it is bad", 1), ("of another kind", 1)], dataset.Skipped.Select(s => (s.Because, s.Count)));
        Assert.EndsWith("a.jsonl, line 2", dataset.Skipped[0].Where[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("last", "w998 w999 w1000")]
    [InlineData("first", "w1 w2 w3")]
    public void A_long_text_is_cut_and_the_question_never(string keep, string kept)
    {
        using var own = new OwnBenchmark($$$"""
            dataset: {format: jsonl, files: [{path: a.jsonl}]}
            mapping:
              id: "{{ row.id }}"
              input: "Record: {{ long_text }} Question: {{ row.q }}"
              long_text: {text: "{{ row.ehr }}", keep: {{{keep}}}, max_tokens: 100}
              reference: "{{ row.a }}"
            """ + Rest).With("a.jsonl", $$"""
            {"id": 1, "q": "Which drug?", "a": "x", "ehr": "{{string.Join(' ', Enumerable.Range(1, 1000).Select(i => $"w{i}"))}}"}
            {"id": 2, "q": "Which drug?", "a": "x", "ehr": "short"}
            """);

        var instances = own.Load().Instances;

        Assert.EndsWith(" Question: Which drug?", instances[0].Input, StringComparison.Ordinal);
        Assert.Contains(kept, instances[0].Input, StringComparison.Ordinal);
        Assert.InRange(Tokens.Count(instances[0].Input), 90, 100);
        Assert.Equal((Tokens.Count(string.Join(' ', Enumerable.Range(1, 1000).Select(i => $"w{i}"))), keep == "last"), (instances[0].Cut!.Tokens, instances[0].Cut!.KeptLast));
        Assert.InRange(instances[0].Cut!.KeptTokens, 80, 95);
        Assert.Null(instances[1].Cut);
    }

    [Fact]
    public void A_question_that_is_too_long_by_itself_is_refused()
    {
        using var own = new OwnBenchmark("""
            dataset: {format: jsonl, files: [{path: a.jsonl}]}
            mapping:
              id: "{{ row.id }}"
              input: "{{ long_text }} {{ row.q }}"
              long_text: {text: "{{ row.ehr }}", keep: last, max_tokens: 3}
              reference: "{{ row.a }}"
            """ + Rest).With("a.jsonl", """{"id": 1, "q": "one two three four five", "a": "x", "ehr": "record"}""");

        Assert.Contains("more than 3 tokens already", own.LoadError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_beside_the_rows_are_there_for_templates()
    {
        using var own = new OwnBenchmark("""
            dataset:
              format: jsonl
              files: [{path: a.jsonl, with: {role: clerk}}]
              texts: {schema: {path: schema.sql}}
            mapping:
              id: "{{ row.id }}"
              input: "{{ texts.schema | trim_lines }} {{ file.role }} {{ row.q }}"
              reference: "{{ row.a }}"
            """ + Rest).With("a.jsonl", """{"id": 1, "q": "Q", "a": "x"}""").With("schema.sql", "  CREATE TABLE t\r\n  (a INT)\n");

        Assert.Equal("CREATE TABLE t\n(a INT)\n clerk Q", own.Load().Instances[0].Input);
    }

    [Theory]
    [InlineData("instances.json", "", "row", "[INSTANCE]")]
    [InlineData("scenario_state.json", ", items: {at: request_states}", "row.instance", "{\"adapter_spec\": {}, \"request_states\": [{\"instance\": INSTANCE, \"request_mode\": null}]}")]
    public void Instances_that_HELM_wrote_are_a_data_set(string file, string items, string row, string document)
    {
        const string Instance = """
            {"input": {"text": "Is it?"}, "references": [{"output": {"text": "yes"}, "tags": []}, {"output": {"text": "no"}, "tags": ["correct"]}], "split": "test", "id": "id7"}
            """;
        using var own = new OwnBenchmark($$$"""
            dataset: {format: json, files: [{path: {{{file}}}}]{{{items}}}}
            mapping:
              id: "{{ {{{row}}}.id }}"
              input: "{{ {{{row}}}.input.text }}"
              options: {each: {{{row}}}.references, text: "{{ item.output.text }}"}
              gold: {text: "{% for r in {{{row}}}.references %}{% if r.tags contains 'correct' %}{{ r.output.text }}{% endif %}{% endfor %}"}
            """ + Choice).With(file, document.Replace("INSTANCE", Instance, StringComparison.Ordinal));

        var instance = Assert.Single(own.Load().Instances);

        Assert.Equal(("id7", "Is it?"), (instance.Id, instance.Input));
        Assert.Equal([("yes", false), ("no", true)], instance.References.Select(r => (r.Text, r.Correct)));
    }

    [Theory]
    [InlineData("prompt: What is the input?", "must use {{ input }}")]
    [InlineData("prompt: \"{{ input }} {% for i in (1..2000000000) %}x{% endfor %}\"", "iterations")]
    public void A_prompt_that_never_shows_the_input_or_never_ends_is_refused(string prompt, string message)
    {
        using var own = new OwnBenchmark(Plain + "\n  reference: \"{{ row.a }}\"" + Rest.Replace("prompt: \"{{ input }}\"", prompt, StringComparison.Ordinal));

        Assert.Contains(own.Problems(), p => p.Message.Contains(message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_template_gives_the_same_however_often_it_was_used_before()
    {
        using var own = new OwnBenchmark(Plain.Replace("{{ row.q }}", "{% cycle 'one', 'two' %} {{ row.q }}", StringComparison.Ordinal) + "\n  reference: \"{{ row.a }}\"" + Rest)
            .With("a.jsonl", "{\"id\": 1, \"q\": \"Q\", \"a\": \"x\"}\n{\"id\": 2, \"q\": \"Q\", \"a\": \"x\"}");

        Assert.Equal(["one Q", "one Q"], own.Load().Instances.Select(i => i.Input));
    }
}
