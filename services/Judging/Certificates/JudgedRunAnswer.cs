using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Certificates;

/// <summary>What a jury said about one answer.</summary>
/// <param name="InstanceId">Instance id.</param>
/// <param name="Judged">The numbers.</param>
/// <param name="Verdicts">The verdicts that count.</param>
/// <param name="Calls">Calls of jurors that they took, repairs included.</param>
internal sealed record JudgedRunAnswer(string InstanceId, JudgedAnswer Judged, IReadOnlyList<Verdict> Verdicts, int Calls);
