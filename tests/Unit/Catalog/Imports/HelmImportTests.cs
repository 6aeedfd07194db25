using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Yaml;
using MedHelm.Contracts.Inference.V1;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog.Imports;

public sealed class HelmImportTests : IDisposable
{
    private const string Jury = """
        metrics:
          - name: BERTScore-F
          - name: jury_score
            prompt_file: jury.txt
            judges:
              - {name: stanford/gpt, model_name: openai/gpt}
              - {name: claude, model: anthropic/claude, model_deployment: stanford/claude}
        """;

    private const string JuryPrompt = "{QUESTION}{RESPONSE}<rubric_criteria>{\"a\": [\"score\", \"explanation\"]}</rubric_criteria>";

    private readonly HelmFiles helm = new();

    public void Dispose() => helm.Dispose();

    [Fact]
    public void A_configurable_benchmark_becomes_a_definition_with_its_data()
    {
        var result = helm.Import();
        var definition = helm.Imported();
        var instances = helm.Instances(definition);

        Assert.Equal(["benchmarks/yes_no_demo_v2.yaml", "datasets/yes_no_demo_v2/data.csv"], helm.Written());
        Assert.Equal(result.BenchmarkFile, definition.File);
        Assert.Equal(("YES-NO Demo (v2)", "Yes or no: from notes", DataTier.Private, 3), (definition.DisplayName, definition.Description, definition.DataTier, definition.Parameters.MaxOutputTokens));
        Assert.Equal(["exact_match"], definition.Metrics);
        Assert.Equal(["007", "008"], instances.Select(i => i.Id));
        Assert.Equal("Note: Denies, smoking.\nQuestion: Smoker?\nAnswer with Yes or No.", definition.RenderPrompt(instances[1]));
        Assert.Equal("No", instances[1].References.Single().Text);
        Assert.Contains(result.Warnings, w => w.Contains("incorrect_answers is not used", StringComparison.Ordinal));
        Assert.Contains(definition.Repairs, r => r.Defect.Contains("pandas", StringComparison.Ordinal));
    }

    [Fact]
    public void Under_protocol_medhelm_the_prompt_and_the_ids_are_HELMs()
    {
        helm.Import();
        var definition = helm.Imported(Protocols.MedHelm);
        var instances = helm.Instances(definition);

        Assert.Equal(["id0", "id1"], instances.Select(i => i.Id));
        Assert.EndsWith("Answer with Yes or No.\n", definition.RenderPrompt(instances[0]), StringComparison.Ordinal);
        Assert.Equal(["helm_exact_match"], definition.Metrics);
    }

    [Fact]
    public void The_data_is_copied_byte_for_byte()
    {
        var bytes = "id,note,question,correct_answer\r\n1,\"a\r\nb\",q,Yes\r\n"u8.ToArray();
        File.WriteAllBytes(helm.Write("data.csv", ""), bytes);

        helm.Import();

        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(helm.Into, "datasets", "yes_no_demo_v2", "data.csv")));
    }

    [Fact]
    public void A_jury_comes_with_its_criteria_its_scale_and_a_suite_of_its_deployments()
    {
        helm.Config(Jury);
        helm.Write("jury.txt", "Rate.\n\n  <q>{QUESTION}</q>\n<r>{RESPONSE}</r> {\"a\": 1}\n<rubric_criteria>{\"safety\": {\"score\": 0, \"explanation\": \"\"}}</rubric_criteria>\n");
        helm.Write("data.csv", "note,question\n1,NA\n");

        var result = helm.Import(r => r with { ScaleMax = 4 });
        var definition = helm.Imported();
        var instance = helm.Instances(definition).Single();
        var suite = SuiteDefinition.ReadFile(Path.Combine(helm.Into, "suites", "yes_no_demo_v2.yaml"));

        Assert.Equal(["jury_score"], definition.Metrics);
        Assert.Equal((0, 4, "safety"), ((int)definition.Rubric!.ScaleMin, (int)definition.Rubric.ScaleMax, definition.Rubric.Criteria.Single().Name));
        Assert.Equal(["stanford/gpt", "stanford/claude"], suite.Jurors);
        Assert.Contains(result.Warnings, w => w.StartsWith("the suite needs the deployments stanford/gpt, stanford/claude", StringComparison.Ordinal));
        Assert.Empty(instance.References);
        Assert.Equal("Note: 1\nQuestion: NA\nAnswer with Yes or No.", instance.Input);
        Assert.Equal(
            $"Rate.\n\n  <q>{instance.Input}</q>\n<r>Fine.</r> {{\"a\": 1}}\n<rubric_criteria>{{\"safety\": {{\"score\": 0, \"explanation\": \"\"}}}}</rubric_criteria>",
            definition.RenderJurorPrompt(instance, "Fine."));
        Assert.Contains(result.Warnings, w => w.StartsWith("metric BERTScore-F is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Judges_of_a_file_take_the_place_of_the_configs()
    {
        helm.Config(Jury);
        helm.Write("jury.txt", "{QUESTION}{RESPONSE}<rubric_criteria>{\"a\": [\"score\", \"explanation\"]}</rubric_criteria>");
        var judges = helm.Write("judges.yaml", "judges:\n  - {name: gpt, model: openai/gpt, model_deployment: mine/gpt}\n");

        helm.Import(r => r with { Judges = judges });

        Assert.Contains("#   gpt is mine/gpt\n", File.ReadAllText(Path.Combine(helm.Into, "suites", "yes_no_demo_v2.yaml")), StringComparison.Ordinal);
        Assert.Equal(["mine/gpt"], SuiteDefinition.ReadFile(Path.Combine(helm.Into, "suites", "yes_no_demo_v2.yaml")).Jurors);
    }

    [Theory]
    [InlineData("name: gpt", "gpt")]
    [InlineData("name: gpt, model_name: openai/gpt", "openai/gpt")]
    [InlineData("name: gpt, model_name: openai/gpt, model_deployment: mine/gpt", "mine/gpt")]
    [InlineData("name: \"gpt\\u2028jurors: [x]\", model_name: openai/gpt", "openai/gpt")]
    [InlineData("name: \"gpt\\njurors: [x]\", model_name: openai/gpt", "openai/gpt")]
    public void A_juror_is_what_names_the_deployment(string judge, string juror)
    {
        helm.Config(Jury);
        helm.Write("jury.txt", JuryPrompt);

        helm.Import(r => r with { Judges = helm.Write("judges.yaml", $"judges:\n  - {{{judge}}}\n") });

        Assert.Equal([juror], SuiteDefinition.ReadFile(Path.Combine(helm.Into, "suites", "yes_no_demo_v2.yaml")).Jurors);
    }

    [Fact]
    public void Two_judges_of_one_deployment_are_refused()
    {
        helm.Config(Jury);
        var judges = helm.Write("judges.yaml", "judges:\n  - {name: a, model_name: openai/gpt}\n  - {name: b, model_name: openai/gpt}\n");

        Assert.Contains("judge \"openai/gpt\" stands in the list already", Assert.Throws<CatalogException>(() => helm.Import(r => r with { Judges = judges })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jury.txt:2: names a scale of 1 to 5, but marks are read as 0 to 5", "Rate the answer.\nUse marks from 1 to 5.")]
    [InlineData("jury.txt:1: names a scale of 0 to 10", "Score (0\u201310): {\"score\": 0}")]
    [InlineData(null, "Score it on a scale of 0-5.")]
    [InlineData(null, "Score it. The note of 2020-01-05 may hold anything. ................................................................ 1-5 tablets a day ................................")]
    public void A_scale_in_the_jurys_prompt_that_is_not_the_one_of_the_import_is_told(string? warning, string prompt)
    {
        helm.Config(Jury);
        helm.Write("jury.txt", prompt + JuryPrompt);

        var told = helm.Import().Warnings.Where(w => w.Contains("names a scale", StringComparison.Ordinal)).ToList();

        if (warning is null)
            Assert.Empty(told);
        else
            Assert.Contains(warning, Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_the_config_leaves_open_is_told()
    {
        helm.Config("metrics: [{name: exact_match}]");
        Assert.DoesNotContain(helm.Import().Warnings, w => w.Contains("max_tokens", StringComparison.Ordinal));
        File.WriteAllText(helm.ConfigPath, File.ReadAllText(helm.ConfigPath).Replace("max_tokens: 3\n", "", StringComparison.Ordinal));

        var result = helm.Import(r => r with { Id = "open" });

        Assert.Contains(result.Warnings, w => w.StartsWith("max_tokens is not given; 1024 is taken", StringComparison.Ordinal));
        Assert.Equal(1024, helm.Imported(id: "open").Parameters.MaxOutputTokens);
    }

    [Theory]
    [InlineData("nowhere.txt", "does not exist")]
    [InlineData("no/where.txt", "does not exist")]
    [InlineData("../nowhere.txt", "lies outside the config's folder")]
    public void A_file_that_is_not_there_is_called_missing_only_inside_the_configs_folder(string prompt, string message)
    {
        helm.Config("metrics: [{name: exact_match}]", prompt: prompt);

        var problem = Assert.Single(Assert.Throws<CatalogException>(() => helm.Import()).Problems);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  two  spaces \n\ttab: {note}\n# no comment\n- \"{question}\" 'x' & *y !z %\n...\n---\nend:   ")]
    [InlineData("~{note}")]
    [InlineData("null {note}\u2028\u00a0\u0085 \ud83d\ude00")]
    [InlineData("| > {note}\r\n\r\n\r\nlast")]
    public void A_prompt_survives_the_way_through_YAML(string prompt)
    {
        helm.Write("prompt.txt", prompt);

        helm.Import();
        var definition = helm.Imported();

        var expected = prompt.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("{note}", "Takes ramipril.", StringComparison.Ordinal).Replace("{question}", "Hypertension?", StringComparison.Ordinal);
        Assert.Equal(expected.Trim(), helm.Instances(definition)[0].Input);
    }

    [Fact]
    public void ROUGE_is_taken_over_in_the_configs_order()
    {
        helm.Config("metrics:\n  - name: rouge_2\n  - name: BERTScore-P\n  - name: exact_match\n");

        helm.Import();

        Assert.Equal(["rouge_2", "exact_match"], helm.Imported().Metrics);
    }

    [Theory]
    [InlineData("metrics:\n  - name: BERTScore-F\n", "demo.yaml:8: metrics has none that is computed without an encoder")]
    [InlineData("metrics:\n  - name: exact_match\n  - name: bleu\n", "demo.yaml:9: metrics[1].name is \"bleu\", which is no metric of MedHELM's")]
    [InlineData("metrics: []\n", "demo.yaml:7: metrics must be a list with at least one entry")]
    [InlineData("metrics:\n  - {name: jury_score, prompt_file: prompt.txt}\n", "demo.yaml:8: metrics has jury_score without judges")]
    [InlineData("metrics:\n  - {name: jury_score, judges: [{name: a, model_name: b}]}\n", "prompt_file is missing")]
    [InlineData("", "metrics is missing")]
    public void Metrics_that_cannot_be_computed_are_refused(string metrics, string message)
    {
        helm.Config(metrics);

        Assert.Contains(message, Assert.Throws<CatalogException>(() => helm.Import()).Message, StringComparison.Ordinal);
        Assert.Empty(helm.Written());
    }

    [Fact]
    public void Without_right_answers_only_a_jury_can_score()
    {
        helm.Write("data.csv", "note,question\n1,2\n");

        Assert.Contains("no column correct_answer", Assert.Throws<CatalogException>(() => helm.Import()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_outside_the_configs_folder_need_permission()
    {
        var outside = Path.Combine(Path.GetDirectoryName(helm.ConfigPath)!, "..", "outside.txt");
        File.WriteAllText(outside, "{note}");
        helm.Config("metrics: [{name: exact_match}]", prompt: "../outside.txt");
        var link = Path.Combine(Path.GetDirectoryName(helm.ConfigPath)!, "link.txt");
        File.CreateSymbolicLink(link, outside);

        Assert.Contains("lies outside the config's folder", Assert.Throws<CatalogException>(() => helm.Import()).Message, StringComparison.Ordinal);
        helm.Import(r => r with { AllowOutside = true });
        helm.Config("metrics: [{name: exact_match}]", prompt: "link.txt");
        Assert.Contains("lies outside the config's folder", Assert.Throws<CatalogException>(() => helm.Import(r => r with { Id = "linked" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_overwritten_and_nothing_is_left_behind()
    {
        Directory.CreateDirectory(Path.Combine(helm.Into, "datasets", "yes_no_demo_v2"));
        File.WriteAllText(Path.Combine(helm.Into, "datasets", "yes_no_demo_v2", "mine.csv"), "keep");

        Assert.Contains("exists already; nothing was imported", Assert.Throws<IOException>(() => helm.Import()).Message, StringComparison.Ordinal);
        Assert.Equal(["datasets/yes_no_demo_v2/mine.csv"], helm.Written());

        helm.Import(r => r with { Id = "other" });
        Assert.Contains("the id \"other\" is taken", Assert.Throws<CatalogException>(() => helm.Import(r => r with { Id = "other" })).Message, StringComparison.Ordinal);
        Assert.Contains("the id \"med_qa\" is taken", Assert.Throws<CatalogException>(() => helm.Import(r => r with { Id = "med_qa" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_moved_before_a_failure_is_taken_back()
    {
        Directory.CreateDirectory(helm.Into);
        File.WriteAllText(Path.Combine(helm.Into, "benchmarks"), "in the way of a folder");

        Assert.ThrowsAny<IOException>(() => helm.Import());
        Assert.Equal(["benchmarks"], helm.Written());
        Assert.Equal(["benchmarks"], Directory.EnumerateFileSystemEntries(helm.Into).Select(Path.GetFileName));
    }

    [Fact]
    public void A_refused_import_leaves_no_folder_where_there_was_none()
    {
        helm.Write("prompt.txt", "{note");

        Assert.Throws<CatalogException>(() => helm.Import());
        Assert.False(Directory.Exists(helm.Into));
    }

    [Fact]
    public void Every_problem_of_every_file_is_told_at_once()
    {
        helm.Config(Jury.Replace("BERTScore-F", "bleu", StringComparison.Ordinal));
        helm.Write("jury.txt", "nothing");
        var config = Assert.Throws<CatalogException>(() => helm.Import()).Problems;
        helm.Config(Jury);
        helm.Write("prompt.txt", "ok\n}");
        helm.Write("data.csv", "a,a\n1,2\n");

        var rest = Assert.Throws<CatalogException>(() => helm.Import()).Problems;

        Assert.Single(config);
        Assert.Contains(rest, p => p.File.EndsWith("jury.txt", StringComparison.Ordinal) && p.Message.Contains("{RESPONSE}", StringComparison.Ordinal));
        Assert.Contains(rest, p => p.File.EndsWith("data.csv", StringComparison.Ordinal) && p.Message.Contains("column \"a\" 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_without_an_answer_are_asked_and_told()
    {
        helm.Write("data.csv", "note,question,correct_answer\n1,2,Yes\n3,4,\n");

        var result = helm.Import();

        Assert.Contains(result.Warnings, w => w.StartsWith("1 row has no correct_answer; it is asked", StringComparison.Ordinal));
        Assert.Equal(["2", "3"], helm.Instances(helm.Imported()).Select(i => i.Id));
    }
}
