using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>Clinicians' labels that count for the jury scores of a run.</summary>
/// <param name="Source">Whether they are of the run's own answers.</param>
/// <param name="Names">Rating sets and reviews they come from, sorted.</param>
/// <param name="Own">Those of the run's own answers, by candidate and instance.</param>
/// <param name="Others">Other answers to the benchmark under the same jury, with their labels.</param>
/// <param name="Stamp">Changes whenever labels do.</param>
internal sealed record RunLabels(
    LabelSource Source,
    IReadOnlyList<string> Names,
    IReadOnlyDictionary<(string Candidate, string Instance), (IReadOnlyList<ClinicianRating> Ratings, double? Label, double? Inclusion)> Own,
    IReadOnlyList<LabelledJudgement> Others,
    string Stamp);
