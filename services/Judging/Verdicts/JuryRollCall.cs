using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Verdicts;

/// <summary>Finds the answers on which the whole jury has spoken, abstentions included.</summary>
internal static class JuryRollCall
{
    /// <summary>The complete answers by instance id, each with one verdict a juror, sorted by name. Verdicts of others are left out.</summary>
    public static IReadOnlyList<JudgedInstance> Complete(Jury jury, ILookup<string, Verdict> verdictsByInstance)
    {
        var jurors = jury.Jurors.Select(juror => juror.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var complete = new List<JudgedInstance>();
        foreach (var instance in verdictsByInstance.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var spoken = instance.ToDictionary(verdict => verdict.Juror, StringComparer.Ordinal);
            if (jurors.TrueForAll(spoken.ContainsKey))
                complete.Add(new JudgedInstance { InstanceId = instance.Key, Verdicts = { jurors.Select(juror => spoken[juror]) } });
        }
        return complete;
    }
}
