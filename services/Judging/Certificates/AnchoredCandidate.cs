using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>A candidate's score with what is behind it.</summary>
/// <param name="Score">Raw and anchored.</param>
/// <param name="Anchoring">The anchored estimate with its parts; null with too few labels.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Answers">Answers with a jury score.</param>
internal sealed record AnchoredCandidate(AnchoredScore Score, EstimateAnchoredResponse? Anchoring, IReadOnlyList<double> Labels, int Answers);
