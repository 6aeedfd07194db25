namespace MedHelm.Reporting.Storage;

/// <summary>What is recorded of one model on one benchmark so far.</summary>
internal sealed class CellFigures
{
    /// <summary>Candidate answers and failures.</summary>
    internal long Outcomes { get; set; }

    /// <summary>Candidate answers.</summary>
    internal long Answered { get; set; }

    /// <summary>Juror calls with an answer or a failure.</summary>
    internal long JurorOutcomes { get; set; }

    /// <summary>Answers on which the jury has decided.</summary>
    internal long Judged { get; set; }

    /// <summary>Calls of jurors that this took.</summary>
    internal long JurorCalls { get; set; }

    /// <summary>Jurors that were not asked because the first ones agreed.</summary>
    internal long SparedCalls { get; set; }

    internal long Abstentions { get; set; }

    /// <summary>Values of the main metric, in the order of instance ids.</summary>
    internal List<double> Values { get; } = [];

    /// <summary>The sub-run of each value; empty texts where the benchmark has none.</summary>
    internal List<string> Subsets { get; } = [];

    /// <summary>The instance of each value.</summary>
    internal List<string> Instances { get; } = [];

    /// <summary>The cluster of each value's instance; empty texts where it is its own.</summary>
    internal List<string> Clusters { get; } = [];

    /// <summary>Instances without a value, by reason.</summary>
    internal SortedDictionary<string, long> Unscored { get; } = new(StringComparer.Ordinal);

    internal long CandidateCost { get; set; }

    internal long JuryCost { get; set; }

    internal long Charged { get; set; }

    internal long ProviderCalls { get; set; }

    internal long Reused { get; set; }

    /// <summary>Instances whose main metric is decided, as value or as reason.</summary>
    internal long Decided => Values.Count + Unscored.Values.Sum();

    internal CellCounts Counts => new() { Outcomes = Outcomes, Answered = Answered, JurorOutcomes = JurorOutcomes, Decided = Decided, Judged = Judged, JurorCalls = JurorCalls };
}
