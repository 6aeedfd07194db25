using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Definitions;

/// <summary>A value of the row on one side and a field of the joined table on the other.</summary>
internal sealed record JoinKey(LiquidTemplate Row, string Field);
