using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;
using MedHelm.Judging.Juries;

namespace MedHelm.Judging.Rubrics;

/// <summary>The rubric with the criteria of one instance, where instances bring their own (Arora et al. 2025, HealthBench).</summary>
internal static class InstanceRubric
{
    /// <summary>The rubric as it applies to the instance; null when its criteria are missing or cannot be read.</summary>
    public static Rubric? Of(Rubric rubric, InstanceText instance)
    {
        if (rubric.InstanceCriteria.Length == 0) return rubric;
        if (!instance.Extra.TryGetValue(rubric.InstanceCriteria, out var json) || InstanceCriteria.Read(json) is not { } criteria) return null;
        var own = rubric.Clone();
        own.Criteria.Clear();
        own.Criteria.AddRange(criteria);
        return own;
    }
}
