using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;
using MedHelm.Evaluation.Runs;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Evaluation.Juries;

/// <summary>Says what is wrong with the juries of a requested run. What two benchmarks have in common is said once.</summary>
internal sealed class JuryValidator(BenchmarkCatalog catalog, RunSpec spec, IReadOnlyDictionary<string, Deployment> deployments, Violations violations)
{
    private readonly HashSet<(string Field, string Message)> said = [];

    /// <summary>Every jury that is named, whether or not a benchmark needs it.</summary>
    public void CheckNames()
    {
        if (spec.Jury.Length > 0 && catalog.FindJury(spec.Jury) is null) Unknown("spec.jury", spec.Jury);
        for (var i = 0; i < spec.Benchmarks.Count; i++)
            if (spec.Benchmarks[i].Jury is { Length: > 0 } named && catalog.FindJury(named) is null) Unknown($"spec.benchmarks[{i}].jury", named);
    }

    /// <summary>The jury of one open-ended benchmark.</summary>
    /// <param name="selection">Position in the spec.</param>
    /// <param name="definition">The benchmark.</param>
    /// <param name="tier">Sensitivity of the data; null where the data is not there.</param>
    public void Check(int selection, BenchmarkDefinition definition, DataTier? tier)
    {
        var (id, field) = JurySeating.Named(spec, selection, definition);
        if (JurySeating.Seated(catalog, id, spec) is not { } jury) return;
        if (jury.Jurors.Count == 0)
        {
            Say("spec.jurors", id == DefinedJury.Default
                ? "must name at least one juror, because an open-ended benchmark is selected; MedHELM has three."
                : $"must name at least one juror, because the jury '{id}' has none of its own.");
            return;
        }
        var rules = spec.Jurors.Count > 0 ? "spec.jurors" : field;
        var contradictions = JuryRules.Problems(jury).ToList();
        foreach (var (part, message) in contradictions) Say(rules, $"jury '{id}': {part} {message}");
        // The run's own jurors are checked with the spec.
        var own = jury.Bench.Concat(spec.Jurors.Count > 0 ? [] : jury.Jurors).ToList();
        foreach (var juror in own) CheckDeployment(id, juror, field, tier);
        if (contradictions.Count == 0 && jury.Jurors.Concat(jury.Bench).All(juror => deployments.ContainsKey(juror.Deployment))) CheckPanels(id, jury, definition, rules);
    }

    private void CheckDeployment(string id, Juror juror, string field, DataTier? tier)
    {
        if (!deployments.TryGetValue(juror.Deployment, out var found))
            Say(field, $"the jury '{id}' needs the deployment '{juror.Deployment}', which is not there; add it to the deployments file, or name jurors of your own, who sit in its place.");
        else if (found.Problem.Length > 0)
            Say(field, $"the jury '{id}' needs '{juror.Deployment}', which cannot be called: {found.Problem}");
        else if (tier is { } sensitivity && !found.ApprovedTiers.Contains(sensitivity))
            Say(field, $"the jury '{id}' needs '{juror.Deployment}', which is not approved for {sensitivity} data; approve it in the deployments file (tiers) if it may see such data.");
    }

    private void CheckPanels(string id, Jury jury, BenchmarkDefinition definition, string field)
    {
        var candidates = spec.Deployments.Distinct(StringComparer.Ordinal).Where(deployments.ContainsKey).Select(model => PlannedModels.Of(deployments[model])).ToList();
        // Nobody could tell whose candidate a model without a vendor is.
        if (jury.Recusal == Recusal.SameVendor)
        {
            foreach (var model in candidates.Select(c => c.Deployment).Concat(jury.Jurors.Concat(jury.Bench).Select(j => j.Deployment)).Distinct(StringComparer.Ordinal).Where(LacksVendor))
                Say(field, $"the jury '{id}' keeps jurors from rating their own vendor, but nothing says who made '{model}'; add vendor to it in the deployments file.");
        }
        if (candidates.Count == 0) return;
        foreach (var problem in Panels.Problems(JuryPinning.Pin(jury, definition.Rubric!, deployment => deployments[deployment], candidates))) Say(field, $"jury '{id}': {problem}");
    }

    private bool LacksVendor(string deployment) => deployments[deployment] is { Vendor.Length: 0, Kind: not DeploymentKind.Baseline };

    private void Unknown(string field, string id) => Say(field, $"there is no jury '{id}'; 'medhelm juries' lists them.");

    private void Say(string field, string message)
    {
        if (said.Add((field, message))) violations.Add(field, message);
    }
}
