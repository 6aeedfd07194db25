using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Money;

/// <summary>A price list and the first day (UTC) on which it holds.</summary>
/// <param name="From">Null for a list that is simply configured.</param>
/// <param name="List">Its version is made by the schedule.</param>
internal sealed record PriceVersion(DateOnly? From, PriceList List);
