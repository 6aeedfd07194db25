using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;

namespace MedHelm.Scoring.Rescoring;

/// <summary>Whether everybody who was to be asked about a candidate's answer has spoken or abstained.</summary>
internal sealed class JuryCompletion
{
    private readonly Jury jury;
    private readonly string[] panel;
    private readonly int repeats;

    internal JuryCompletion(Jury jury, string candidate)
    {
        this.jury = jury;
        repeats = Math.Max(1, jury.Repeats);
        // Runs that are older than panels have none: the whole jury was asked.
        var seats = jury.Panels.FirstOrDefault(p => p.Candidate == candidate);
        panel = seats is null ? [.. jury.Jurors.Select(juror => juror.Name)] : [.. seats.Jurors];
        Members = panel.Concat(seats?.Substitutions.Select(seat => seat.Juror) ?? []).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whose verdicts count: the panel, and jurors that recused themselves, who abstained.</summary>
    internal IReadOnlySet<string> Members { get; }

    /// <param name="verdicts">The last attempt of each juror and repeat.</param>
    internal bool IsDecided(IReadOnlyCollection<Verdict> verdicts)
    {
        var spoken = verdicts.ToLookup(verdict => verdict.Juror, StringComparer.Ordinal);
        if (Array.TrueForAll(panel, HasSpoken)) return spoken.Count > 0;
        if (jury.Escalation is not { } escalation) return false;
        var first = Math.Min(escalation.First, panel.Length);
        // Where one of the others has spoken, all of them are asked: the first disagreed, or the instance is in the audit.
        return first > 0 && Array.TrueForAll(panel[..first], HasSpoken) && !Array.Exists(panel[first..], spoken.Contains) && FirstStage.Agreed(jury, [.. panel[..first].SelectMany(juror => spoken[juror])]);

        bool HasSpoken(string juror) => spoken[juror].Count() >= repeats || spoken[juror].Any(WasNotAsked);
    }

    // Then one abstention stands for all repeats.
    private static bool WasNotAsked(Verdict verdict) =>
        verdict.OutcomeCase == Verdict.OutcomeOneofCase.Abstention && verdict.Abstention.Reason is AbstentionReason.BlankAnswer or AbstentionReason.Recused or AbstentionReason.NoCriteria;
}
