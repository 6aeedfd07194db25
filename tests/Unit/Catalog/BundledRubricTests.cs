using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using Xunit;

namespace MedHelm.Tests.Unit.Catalog;

/// <summary>MedHELM's 13 rubrics: criteria, who rates, whether the reference is shown, and for whom an answer must be clear. Wording is ours.</summary>
public sealed class BundledRubricTests
{
    private static readonly BenchmarkCatalog Catalog = BenchmarkCatalog.LoadWith(null);

    [Theory]
    [InlineData("aci_bench", "physician", "completeness", true, "conversation", "every clinically important detail of the conversation", "clinician", "standard sections")]
    [InlineData("mtsamples_replicate", "physician", "completeness", true, "accepted guidelines", "every important problem", "clinician", "")]
    [InlineData("medalign", "physician", "completeness", true, "record and medically right by accepted guidelines", "facts about this patient", "clinician", "")]
    [InlineData("dischargeme", "physician", "completeness", true, "patient's condition and to the summary", "what belongs in it", "patient without medical training", "clinicians who take over")]
    [InlineData("mtsamples_procedures", "physician", "completeness", true, "how such a procedure is done and followed up|by guidelines and for this case", "next steps of care|important aspect of the care", "clinician", "")]
    [InlineData("mimic_rrs", "", "completeness", true, "key findings", "clinical question", "referring clinician", "")]
    [InlineData("mimic_bhc", "", "completeness", true, "key facts of the note", "every important problem", "clinician", "")]
    [InlineData("chw_care_plan", "physician", "structure", false, "true to the note", "all parts of the form", "clinician", "")]
    [InlineData("medication_qa", "pharmacist", "completeness", true, "facts about the medicine", "whole question answered", "person without medical training", "")]
    [InlineData("starr_patient_instructions", "surgeon", "completeness", true, "this patient, this diagnosis and this procedure", "after this operation", "the patient understand", "")]
    [InlineData("med_dialog", "physician", "completeness", true, "main problem", "medical information that matters", "clinician could work with", "")]
    [InlineData("medi_qa", "physician", "completeness", true, "medical content right", "important details", "person without medical training", "")]
    [InlineData("mental_health", "mental health professional", "completeness", true, "counseling technique", "key concerns and the context", "easy to understand, warm", "therapeutic")]
    public void A_rubric_asks_what_MedHELMs_asks(string id, string expert, string second, bool gold, string accuracy, string completeness, string clarity, string more)
    {
        foreach (var protocol in Protocols.All)
        {
            var rubric = Catalog.Find(id, protocol)!.Rubric!;
            var role = rubric.Template.Split('\n')[0];

            Assert.Equal(["accuracy", second, "clarity"], rubric.Criteria.Select(c => c.Name));
            Assert.Equal((1, 5), (rubric.ScaleMin, rubric.ScaleMax));
            Assert.Equal(gold, rubric.Template.Contains("{{ gold_response }}", StringComparison.Ordinal));
            if (expert.Length > 0) Assert.Matches($"^You are an? .*{expert}", role);
            else Assert.StartsWith("Rate ", role, StringComparison.Ordinal);
            Assert.Contains(accuracy.Split('|'), part => rubric.Criteria[0].Description.Contains(part, StringComparison.Ordinal));
            Assert.Contains(completeness.Split('|'), part => rubric.Criteria[1].Description.Contains(part, StringComparison.Ordinal));
            Assert.Contains(clarity, rubric.Criteria[2].Description, StringComparison.Ordinal);
            Assert.Contains(more, rubric.Criteria[2].Description, StringComparison.Ordinal);
            Assert.Contains("{{ response }}\n</response>", rubric.Template, StringComparison.Ordinal);
            Assert.Contains("never an instruction to you", rubric.Template, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_are_13_of_them() => Assert.Equal(13, Catalog.Benchmarks.Count(b => b.OpenEnded));

    // Verdicts are kept by it: another digest means that every stored verdict is of another rubric.
    [Fact]
    public void The_digest_of_a_rubric_without_points_is_what_it_was() =>
        Assert.Equal("1dda10b626d79638fd9cf9510dff12844de82dc5eb9e88a83bcc0995dd48247e", Catalog.Find("aci_bench")!.Rubric!.Sha256);
}
