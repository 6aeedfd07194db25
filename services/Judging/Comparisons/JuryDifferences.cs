using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Drift;

namespace MedHelm.Judging.Comparisons;

/// <summary>What two juries of one benchmark differ in. Pure.</summary>
internal static class JuryDifferences
{
    /// <summary>True when scores of both mean the same. Juries of earlier versions have no digest; their jurors and rubrics are compared.</summary>
    public static bool AreSame(Jury first, Jury second) => HaveDigests(first, second)
        ? first.Sha256 == second.Sha256
        : first.Rubric.Sha256 == second.Rubric.Sha256 && first.Jurors.Select(juror => juror.Deployment).SequenceEqual(second.Jurors.Select(juror => juror.Deployment), StringComparer.Ordinal);

    /// <summary>The jurors whose version differs, by deployment, with both versions; null where something else differs too, which no link can bridge.</summary>
    public static IReadOnlyList<(string Deployment, JurorVersion First, JurorVersion Second)>? Versions(Jury first, Jury second)
    {
        if (!HaveDigests(first, second) || !WithoutVersions(first).Equals(WithoutVersions(second))) return null;
        return
        [
            .. Members(first).Zip(Members(second), (one, other) => (one.Deployment, First: new JurorVersion(one.Model, first.Rubric.Sha256), Second: new JurorVersion(other.Model, second.Rubric.Sha256)))
                .Where(pair => pair.First != pair.Second)
                .DistinctBy(pair => pair.Deployment, StringComparer.Ordinal),
        ];
    }

    /// <summary>For people.</summary>
    public static IEnumerable<string> Describe(Jury first, Jury second)
    {
        if (AreSame(first, second)) yield break;
        if (first.Rubric.Sha256 != second.Rubric.Sha256) yield return $"rubric: {Named(first.Rubric)} / {Named(second.Rubric)}";
        var (ones, others) = (Members(first).ToList(), Members(second).ToList());
        foreach (var one in ones)
        {
            var other = others.Find(juror => juror.Deployment == one.Deployment);
            if (other is null) yield return $"juror {one.Deployment}: only in the first run's jury";
            else if (other.Model != one.Model) yield return $"juror {one.Deployment}: {Model(one)} / {Model(other)}";
        }
        foreach (var other in others.Where(other => !ones.Exists(juror => juror.Deployment == other.Deployment))) yield return $"juror {other.Deployment}: only in the second run's jury";
        if (!Rules(first).Equals(Rules(second))) yield return $"rules: {Id(first)} / {Id(second)}";
    }

    private static bool HaveDigests(Jury first, Jury second) => first.Sha256.Length > 0 && second.Sha256.Length > 0;

    private static IEnumerable<Juror> Members(Jury jury) => jury.Jurors.Concat(jury.Bench);

    private static Jury WithoutVersions(Jury jury)
    {
        var bare = Rules(jury);
        bare.Jurors.Add(jury.Jurors.Select(Bare));
        bare.Bench.Add(jury.Bench.Select(Bare));
        return bare;

        static Juror Bare(Juror juror)
        {
            var bare = juror.Clone();
            (bare.Model, bare.Vendor) = ("", "");
            return bare;
        }
    }

    private static Jury Rules(Jury jury)
    {
        var rules = jury.Clone();
        rules.Jurors.Clear();
        rules.Bench.Clear();
        rules.Panels.Clear();
        (rules.Rubric, rules.Id, rules.Version, rules.Sha256) = (null, "", 0, "");
        return rules;
    }

    private static string Named(Rubric rubric) => $"{rubric.Id} {rubric.Sha256[..Math.Min(12, rubric.Sha256.Length)]}";

    private static string Model(Juror juror) => juror.Model.Length > 0 ? juror.Model : "unknown model";

    private static string Id(Jury jury) => jury.Id.Length > 0 ? $"{jury.Id} version {jury.Version}" : "unnamed";
}
