using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>A named rule that turns an answer into a score. Pure: same input, same score.</summary>
internal interface IMetric
{
    /// <summary>Name, range, direction and definition, as the API shows them.</summary>
    Metric Description { get; }
}
