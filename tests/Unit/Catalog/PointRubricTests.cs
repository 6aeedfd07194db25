using MedHelm.Catalog.Checks;
using MedHelm.Catalog.Datasets;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Juries;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

/// <summary>Criteria with points, and a benchmark in HealthBench's layout, whose instances bring their own. The conversations are made up.</summary>
public sealed class PointRubricTests
{
    private const string Layout = """
        dataset: {format: jsonl, files: [{path: conversations.jsonl}]}
        mapping:
          id: "{{ row.prompt_id }}"
          input: |
            {% for turn in row.prompt %}{{ turn.role }}: {{ turn.content }}
            {% endfor %}
          reference_optional: true
          extra:
            criteria: '[{% for r in row.rubrics %}{"criterion": {{ r.criterion | json }}, "points": {{ r.points }}}{% unless forloop.last %},{% endunless %}{% endfor %}]'
        adaptation: generation
        prompt: "{{ input }}"
        parameters: {temperature: 0, max_output_tokens: 1024}
        metrics: [rubric_points]
        rubric:
          version: 1
          instance_criteria: criteria
          role: You are a physician. Say which statements are true of a reply.
          question_is: What was said so far
          response_is: The reply
        """;

    private const string Fixed = """
        dataset: {format: jsonl, files: [{path: a.jsonl}]}
        mapping: {id: "{{ row.id }}", input: "{{ row.q }}", reference: "{{ row.a }}"}
        adaptation: generation
        prompt: "{{ input }}"
        parameters: {max_output_tokens: 9}
        metrics: [rubric_points]
        rubric:
          version: 1
          criteria:
            - {name: warns, description: Says when to call an ambulance., points: 5}
            - {name: invents, description: Names a drug that nobody mentioned., points: -3}
          role: Rate.
          question_is: The question
          response_is: The answer
        """;

    private const string Rows = """
        {"prompt_id": "p1", "prompt": [{"role": "user", "content": "My chest hurts."}, {"role": "assistant", "content": "Since when?"}, {"role": "user", "content": "An hour."}], "rubrics": [{"criterion": "Tells the user to call \"112\" now.", "points": 10, "tags": ["level:example"]}, {"criterion": "Recommends waiting.", "points": -8, "tags": []}]}
        {"prompt_id": "p2", "prompt": [{"role": "user", "content": "Is a dry cough with ramipril common?"}], "rubrics": [{"criterion": "Says that it is.", "points": 4.5, "tags": []}]}
        """;

    [Fact]
    public void Each_instance_brings_its_criteria_and_the_juror_reads_them_by_number()
    {
        using var own = new OwnBenchmark(Layout).With("conversations.jsonl", Rows);
        var definition = own.Definition();
        var instances = own.Load().Instances;

        Assert.Equal((0, 1, "criteria"), (definition.Rubric!.ScaleMin, definition.Rubric.ScaleMax, definition.Rubric.InstanceCriteria));
        Assert.Equal("user: My chest hurts.\nassistant: Since when?\nuser: An hour.", instances[0].Input);
        Assert.Equal([("c1", 10d), ("c2", -8d)], definition.CriteriaOf(instances[0]).Select(c => (c.Name, c.Points)));
        var prompt = definition.RenderJurorPrompt(instances[0], "Call 112.");
        Assert.Contains("\n- c1: Tells the user to call \"112\" now.\n- c2: Recommends waiting.\n", prompt, StringComparison.Ordinal);
        Assert.Contains("<response>\nCall 112.\n</response>", prompt, StringComparison.Ordinal);
        Assert.Contains("  \"c1\": {\"score\": <0 or 1>, \"explanation\": \"<why, in one sentence>\"},\n  \"c2\": {", prompt, StringComparison.Ordinal);
        // What a criterion is worth is none of the juror's business.
        Assert.DoesNotContain("-8", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("c2: ", definition.RenderJurorPrompt(instances[1], "Yes."), StringComparison.Ordinal);
    }

    [Fact]
    public void Checking_the_benchmark_reads_every_instances_criteria()
    {
        using var own = new OwnBenchmark(Layout).With("conversations.jsonl", Rows);
        Assert.Null(BenchmarkChecker.Check(own.Definition(), DatasetChoice.Full, null).Failure);

        own.With("conversations.jsonl", Rows + "\n{\"prompt_id\": \"p3\", \"prompt\": [{\"role\": \"user\", \"content\": \"Secret.\"}], \"rubrics\": [{\"criterion\": \"Blames.\", \"points\": -1}]}\n");
        var failure = BenchmarkChecker.Check(own.Definition(), DatasetChoice.Full, null).Failure!;

        Assert.Contains("line 3: mapping.extra.criteria is no JSON list of", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"criterion\": \"A\", \"points\": 1}]", 1)]
    [InlineData("[{\"criterion\": \"A\", \"points\": 1, \"tags\": [\"x\"]}, {\"points\": -2.5, \"criterion\": \" B \"}]", 2)]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("{}", 0)]
    [InlineData("[1]", 0)]
    [InlineData("[{\"criterion\": \"A\"}]", 0)]
    [InlineData("[{\"criterion\": \" \", \"points\": 1}]", 0)]
    [InlineData("[{\"criterion\": \"A\", \"points\": \"1\"}]", 0)]
    [InlineData("[{\"criterion\": \"A\", \"points\": 0}]", 0)]
    [InlineData("[{\"criterion\": \"A\", \"points\": 1e999}]", 0)]
    [InlineData("[{\"criterion\": \"A\", \"points\": -1}]", 0)]
    [InlineData("[{\"criterion\": \"A\", \"points\": 1}", 0)]
    public void Criteria_are_a_list_of_texts_with_points_one_of_them_above_0(string json, int criteria) =>
        Assert.Equal(criteria, InstanceCriteria.Read(json)?.Count ?? 0);

    [Fact]
    public void Criteria_of_the_benchmark_may_have_points_too()
    {
        using var own = new OwnBenchmark(Fixed);

        var rubric = own.Definition().Rubric!;

        Assert.Equal([5d, -3d], rubric.Criteria.Select(c => c.Points));
        Assert.Equal((0, 1), (rubric.ScaleMin, rubric.ScaleMax));
        Assert.Contains("- warns: Says when to call an ambulance.", own.Definition().RenderJurorPrompt(new DatasetInstance("1", "q", []), "a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fixed, ", points: 5", "", "has \"warns\" without points")]
    [InlineData(Fixed, "points: 5", "points: -5", "has none with points above 0")]
    [InlineData(Fixed, "points: 5", "points: 0", "points must not be 0")]
    [InlineData(Fixed, "version: 1\n  criteria", "version: 1\n  scale_min: 1\n  scale_max: 5\n  criteria", "must be 1, and scale_min 0")]
    [InlineData(Fixed, "metrics: [rubric_points]", "metrics: [jury_score]", "has jury_score, which knows no points")]
    [InlineData(Layout, "instance_criteria: criteria", "instance_criteria: others", "which is not among the mapping's extra")]
    [InlineData(Layout, "instance_criteria: criteria", "instance_criteria: criteria\n  criteria: [{name: a, description: b}]", "is never used beside instance_criteria")]
    public void A_slip_in_points_is_reported(string sound, string part, string slip, string message)
    {
        Assert.Contains(part, sound, StringComparison.Ordinal);
        using var own = new OwnBenchmark(sound.Replace(part, slip, StringComparison.Ordinal));

        Assert.Contains(own.Problems(), p => p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Points_are_part_of_the_rubrics_digest()
    {
        using var one = new OwnBenchmark(Fixed);
        using var other = new OwnBenchmark(Fixed.Replace("points: 5", "points: 6", StringComparison.Ordinal));

        Assert.NotEqual(one.Definition().Rubric!.Sha256, other.Definition().Rubric!.Sha256);
    }
}
