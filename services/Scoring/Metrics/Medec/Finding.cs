namespace MedHelm.Scoring.Metrics.Medec;

/// <summary>What an answer or a reference says of a note: without a sentence, that it has no error.</summary>
internal readonly record struct Finding(int? Sentence, string Rule)
{
    internal bool HasError => Sentence is not null;
}
