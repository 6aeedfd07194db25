using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>What a jury said about an answer, and clinicians.</summary>
/// <param name="Judged">The jury's part, without clinicians.</param>
/// <param name="Ratings">What each clinician said; empty where none did.</param>
/// <param name="Label">What the clinicians' word comes to; null where it does not stand yet.</param>
/// <param name="Inclusion">Probability with which the answer was drawn for a label; null when nobody knows.</param>
internal sealed record LabelledJudgement(JudgedAnswer Judged, IReadOnlyList<ClinicianRating> Ratings, double? Label, double? Inclusion);
