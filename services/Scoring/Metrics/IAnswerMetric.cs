using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Scoring.Metrics;

/// <summary>A metric that needs the answer and its references only.</summary>
internal interface IAnswerMetric : IMetric
{
    /// <summary>Whether it compares the answer with the text it was made from.</summary>
    bool NeedsSource => false;

    Score Rate(Answer answer);
}
