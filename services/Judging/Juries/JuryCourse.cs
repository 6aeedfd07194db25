using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;

namespace MedHelm.Judging.Juries;

/// <summary>
/// The course of a jury over one answer: who is asked first, what follows from a reply, and when it has decided. Looks only at the jury and at the
/// verdicts that are stored, so that any replica comes to the same end in whatever order replies arrive.
/// </summary>
internal sealed class JuryCourse
{
    private readonly Jury jury;
    private readonly IReadOnlyList<Juror> panel;
    private readonly IReadOnlyList<Juror> first;
    private readonly int repeats;

    /// <param name="jury">The jury as it is pinned.</param>
    /// <param name="candidate">Whose answers it rates.</param>
    /// <param name="instanceId">Which of them.</param>
    public JuryCourse(Jury jury, string candidate, string instanceId)
    {
        this.jury = jury;
        panel = PanelSeats.Of(jury, candidate);
        repeats = Math.Max(1, jury.Repeats);
        first = jury.Escalation is { First: > 0 and var some } && some < panel.Count && !Audit.Includes(jury, instanceId) ? [.. panel.Take(some)] : panel;
    }

    /// <summary>What is asked as soon as there is an answer.</summary>
    public IEnumerable<JurorCall> Opening => CallsOf(first);

    /// <summary>What is to be asked because of a reply that was just stored; nothing more than once, as far as is known here.</summary>
    public IEnumerable<JurorCall> After(JurorCall replied, IReadOnlyCollection<RecordedVerdict> said)
    {
        if (MayRepair(said.FirstOrDefault(verdict => IsOf(verdict, replied) && verdict.Attempt == replied.Attempt)))
        {
            var repair = replied with { Attempt = replied.Attempt + 1 };
            return said.Any(verdict => IsOf(verdict, repair) && verdict.Attempt == repair.Attempt) ? [] : [repair];
        }
        return first.Count < panel.Count && Settled(first, said) is { } verdicts && MustEscalate(verdicts)
            ? CallsOf(panel.Skip(first.Count)).Where(call => !said.Any(verdict => IsOf(verdict, call)))
            : [];
    }

    /// <summary>The verdicts that count, once nobody is left to be asked; null before.</summary>
    public JudgedInstance? Outcome(string instanceId, IReadOnlyCollection<RecordedVerdict> said)
    {
        if (Settled(first, said) is not { } verdicts) return null;
        var spared = panel.Skip(first.Count);
        if (first.Count < panel.Count && MustEscalate(verdicts))
        {
            if (Settled(panel, said) is not { } all) return null;
            (verdicts, spared) = (all, []);
        }
        var unasked = said.Where(verdict => verdict.Verdict.Abstention?.Reason == AbstentionReason.Recused).Select(verdict => verdict.Verdict);
        return new JudgedInstance
        {
            InstanceId = instanceId,
            Verdicts = { verdicts.Concat(unasked).OrderBy(verdict => verdict.Juror, StringComparer.Ordinal).ThenBy(verdict => verdict.Repeat) },
            Calls = said.Count(verdict => !IsUnasked(verdict)),
            Spared = { spared.Select(juror => juror.Name) },
        };
    }

    private IEnumerable<JurorCall> CallsOf(IEnumerable<Juror> jurors) =>
        from juror in jurors from repeat in Enumerable.Range(0, repeats) select new JurorCall(juror, repeat, 0);

    // The last attempt of each, once none of them is to come.
    private List<Verdict>? Settled(IEnumerable<Juror> jurors, IReadOnlyCollection<RecordedVerdict> said)
    {
        var settled = new List<Verdict>();
        foreach (var call in CallsOf(jurors))
        {
            var last = said.Where(verdict => IsOf(verdict, call)).MaxBy(verdict => verdict.Attempt);
            // A juror that was not asked has said so once for all its repeats.
            last ??= said.FirstOrDefault(verdict => verdict.Verdict.Juror == call.Juror.Name && IsUnasked(verdict));
            if (last is null || MayRepair(last)) return null;
            if (!settled.Contains(last.Verdict)) settled.Add(last.Verdict);
        }
        return settled;
    }

    private bool MayRepair(RecordedVerdict? verdict) => jury.Repair && verdict is { Attempt: 0, Verdict.Abstention.Reason: var reason } && reason is
        AbstentionReason.NoJson or AbstentionReason.MissingCriterion or AbstentionReason.OffScale or AbstentionReason.Truncated or AbstentionReason.Contradictory;

    private bool MustEscalate(List<Verdict> verdicts)
    {
        if (verdicts.Exists(verdict => verdict.Abstention?.Reason is AbstentionReason.BlankAnswer or AbstentionReason.NoCriteria)) return false;
        return !FirstStage.Agreed(jury, verdicts);
    }

    private static bool IsOf(RecordedVerdict verdict, JurorCall call) => verdict.Verdict.Juror == call.Juror.Name && verdict.Verdict.Repeat == call.Repeat;

    private static bool IsUnasked(RecordedVerdict verdict) =>
        verdict.Verdict.Abstention?.Reason is AbstentionReason.BlankAnswer or AbstentionReason.Recused or AbstentionReason.NoCriteria;
}
