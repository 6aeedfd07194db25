using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>Describes metrics whose value is a share: 0 is worst, 1 is best.</summary>
internal static class Descriptions
{
    internal static Metric Share(string name, string displayName, string definition, string citation = "") => new()
    {
        Name = name,
        DisplayName = displayName,
        Direction = Direction.HigherIsBetter,
        RangeMin = 0,
        RangeMax = 1,
        Definition = definition,
        Citation = citation,
    };
}
