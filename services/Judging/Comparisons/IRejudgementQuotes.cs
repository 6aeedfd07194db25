using MedHelm.Contracts.Judging.V1;

namespace MedHelm.Judging.Comparisons;

/// <summary>Says what judging stored answers again would cost.</summary>
internal interface IRejudgementQuotes
{
    /// <summary>The expected cost of having a run's answers to a benchmark judged by this jury, in billionths of a US dollar; null where it cannot be told.</summary>
    Task<long?> ExpectedNanoUsdAsync(string run, string benchmark, Jury jury, CancellationToken cancel);
}
