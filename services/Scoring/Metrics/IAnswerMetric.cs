using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>A metric that needs the answer and its references only.</summary>
internal interface IAnswerMetric : IMetric
{
    Score Rate(Answer answer);
}
