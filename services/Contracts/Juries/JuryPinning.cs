using Google.Protobuf;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Contracts.Juries;

/// <summary>Turns the rules of a jury definition into the jury of a run: with its rubric, its models, its panels and its digest.</summary>
public static class JuryPinning
{
    /// <summary>The rules with these deployments as jurors, named by their ids; with the definition's own where there are none.</summary>
    public static Jury Seat(Jury rules, IEnumerable<string> deployments)
    {
        var jury = rules.Clone();
        var seated = deployments.Distinct(StringComparer.Ordinal).ToList();
        if (seated.Count == 0) return jury;
        jury.Jurors.Clear();
        jury.Jurors.Add(seated.Select(id => new Juror { Name = id, Deployment = id }));
        // Whoever sits on the jury cannot step in for another.
        var bench = jury.Bench.Where(juror => !seated.Contains(juror.Deployment, StringComparer.Ordinal) && !seated.Contains(juror.Name, StringComparer.Ordinal)).ToList();
        jury.Bench.Clear();
        jury.Bench.Add(bench);
        return jury;
    }

    /// <summary>
    /// The jury as a plan has it. Without a number in the rules a score needs the majority of the jurors, or everybody of the smallest panel where recusals leave fewer, or
    /// everybody who is asked first in a cascade where these are fewer: one number for all candidates, so that all are scored alike.
    /// </summary>
    /// <param name="seated">Rules with jurors.</param>
    /// <param name="rubric">What they rate.</param>
    /// <param name="deployment">Finds the deployment of a juror; throws where there is none.</param>
    /// <param name="candidates">The models of the run.</param>
    public static Jury Pin(Jury seated, Rubric rubric, Func<string, Deployment> deployment, IEnumerable<PlannedModel> candidates)
    {
        var jury = seated.Clone();
        jury.Rubric = rubric.Clone();
        jury.Repeats = Math.Max(1, jury.Repeats);
        if (jury.Aggregation == Aggregation.Unspecified) jury.Aggregation = Aggregation.Mean;
        if (jury.Recusal == Recusal.Unspecified) jury.Recusal = Recusal.None;
        foreach (var juror in jury.Jurors.Concat(jury.Bench)) Identify(juror, deployment(juror.Deployment), jury);
        jury.Panels.Clear();
        jury.Panels.Add(candidates.Select(candidate => Panels.Of(jury, candidate)));
        if (jury.MinValidVerdicts == 0)
            jury.MinValidVerdicts = Math.Max(1, jury.Panels.Select(panel => panel.Jurors.Count).Append(jury.Jurors.Count / 2 + 1).Append(jury.Escalation?.First ?? int.MaxValue).Min());
        jury.Sha256 = DigestOf(jury);
        return jury;
    }

    /// <summary>
    /// Digest of everything that can change a score: rules, rubric, jurors and bench in their order with deployments, models and vendors. Not of names, id, version, panels,
    /// and what a calibration promises.
    /// </summary>
    public static string DigestOf(Jury jury)
    {
        var scored = jury.Clone();
        (scored.Id, scored.Version, scored.Sha256) = ("", 0, "");
        scored.Panels.Clear();
        scored.Rubric = new Rubric { Sha256 = jury.Rubric?.Sha256 ?? "" };
        if (scored.Escalation is { } escalation) escalation.Guarantee = null;
        foreach (var juror in scored.Jurors.Concat(scored.Bench)) juror.Name = "";
        return Digest.Of(scored.ToByteArray());
    }

    private static void Identify(Juror juror, Deployment deployment, Jury jury)
    {
        juror.Model = deployment.Model;
        juror.Vendor = deployment.Vendor;
        juror.Baseline = deployment.Kind == DeploymentKind.Baseline;
        juror.StructuredOutput = deployment.StructuredOutput && !jury.FreeReplies;
        if (jury.Aggregation == Aggregation.WeightedMean && juror.Weight == 0) juror.Weight = 1;
    }
}
