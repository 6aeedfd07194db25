namespace MedHelm.Judging.Comparisons;

/// <summary>Finds runs' answers that another jury judged too.</summary>
internal interface IJudgementLookup
{
    /// <summary>Completed judgements of all answers of a run to a benchmark by the jury of that digest: "judgements/{id}".</summary>
    Task<IReadOnlyList<string>> FindAsync(string run, string benchmark, string jurySha256, CancellationToken cancel);
}
