using MedHelm.Catalog;
using MedHelm.Catalog.Definitions;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Juries;

namespace MedHelm.Evaluation.Juries;

/// <summary>Which jury rates a benchmark of a run, and who sits on it.</summary>
internal static class JurySeating
{
    /// <summary>The jury's id, and the field of the spec that names it; "spec.jurors" where nothing does, because naming jurors is what is then left to the run.</summary>
    public static (string Id, string Field) Named(RunSpec spec, int selection, BenchmarkDefinition definition)
    {
        var own = spec.Benchmarks[selection].Jury;
        return (
            definition.JuryFor(spec.Jury, own, spec.Protocol),
            own.Length > 0 ? $"spec.benchmarks[{selection}].jury"
            : spec.Jury.Length > 0 ? "spec.jury"
            : definition.Jury.Length > 0 ? $"spec.benchmarks[{selection}].benchmark"
            : "spec.jurors");
    }

    /// <summary>The rules with their jurors, or those of the run; null when there is no such jury.</summary>
    public static Jury? Seated(BenchmarkCatalog catalog, string id, RunSpec spec) =>
        catalog.FindJury(id) is { } defined ? JuryPinning.Seat(defined.Rules, spec.Jurors) : null;
}
