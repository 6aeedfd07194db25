using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Storage;

/// <summary>Scores in order, and the last instance among them where more follow.</summary>
internal sealed record ScorePage(IReadOnlyList<RecordedScore> Scores, ScoreKey? Last);
