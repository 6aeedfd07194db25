using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Juries;

/// <summary>Who rates a candidate's answers. The plan says it; a plan without panels has every juror rate every candidate.</summary>
internal static class PanelSeats
{
    /// <summary>The jurors in the order in which they are asked.</summary>
    public static IReadOnlyList<Juror> Of(Jury jury, string candidate) =>
        Find(jury, candidate) is { } panel ? [.. panel.Jurors.Select(name => Member(jury, name))] : jury.Jurors;

    /// <summary>The jurors that recused themselves and for whom nobody stepped in.</summary>
    public static IReadOnlyList<Juror> EmptySeats(Jury jury, string candidate) =>
        [.. (Find(jury, candidate)?.Substitutions ?? []).Where(substitution => substitution.Substitute.Length == 0).Select(substitution => Member(jury, substitution.Juror))];

    private static Panel? Find(Jury jury, string candidate) => jury.Panels.FirstOrDefault(panel => panel.Candidate == candidate);

    private static Juror Member(Jury jury, string name) => jury.Jurors.Concat(jury.Bench).First(juror => juror.Name == name);
}
