using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Judging.Reviews;

/// <summary>An answer that a review may draw.</summary>
/// <param name="Item">Its opaque name.</param>
/// <param name="InstanceId">Instance id.</param>
/// <param name="Judged">What the jury said of it.</param>
/// <param name="Spread">Spread (sample SD) of the jurors' marks.</param>
internal sealed record ReviewAnswer(string Item, string InstanceId, JudgedAnswer Judged, double Spread);
