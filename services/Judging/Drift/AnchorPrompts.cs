using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Answers;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Rubrics;

namespace MedHelm.Judging.Drift;

/// <summary>What jurors are asked about stored answers of a run, rendered again.</summary>
internal sealed class AnchorPrompts(StoredAnswers answers, InstanceTexts instances, RubricTemplates rubrics)
{
    /// <summary>Prompts by candidate and instance. Answers that are no longer stored are left out.</summary>
    public async Task<IReadOnlyDictionary<(string Candidate, string InstanceId), string>> RenderAsync(
        string run, string benchmark, string instanceSet, Rubric rubric, IReadOnlyCollection<(string Candidate, string InstanceId)> wanted, CancellationToken cancel)
    {
        var template = rubrics.Of(rubric);
        var prompts = new Dictionary<(string Candidate, string InstanceId), string>();
        foreach (var candidate in wanted.GroupBy(answer => answer.Candidate, StringComparer.Ordinal))
        {
            var ids = candidate.Select(answer => answer.InstanceId).ToHashSet(StringComparer.Ordinal);
            var texts = await instances.FindAsync(instanceSet, ids, cancel);
            await foreach (var (_, found) in answers.ReadAsync(run, benchmark, candidate.Key, cancel))
            {
                foreach (var answer in found.Where(item => ids.Contains(item.InstanceId) && item.Outcome?.OutcomeCase == CompletionOutcome.OutcomeOneofCase.Completion))
                {
                    var text = texts[answer.InstanceId];
                    prompts[(candidate.Key, answer.InstanceId)] = template.Render(new JudgedAnswer(text.Question, answer.Outcome.Completion.Text, text.GoldResponse), InstanceRubric.Of(rubric, text)?.Criteria ?? []);
                }
            }
        }
        return prompts;
    }
}
