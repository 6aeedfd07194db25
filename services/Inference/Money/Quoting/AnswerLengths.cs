namespace MedHelm.Inference.Money.Quoting;

/// <summary>How long the answers of a deployment for a purpose are, from those it wrote before: to the same benchmark where there are enough, else to any.</summary>
internal sealed class AnswerLengths
{
    /// <summary>Nothing was written before.</summary>
    public static readonly AnswerLengths Unknown = new([], sameBenchmark: false);

    // Fewer say too little to be a guess; fewer than the second say too little about how they vary.
    private const int FewestForGuess = 5;
    private const int FewestForSpread = 30;
    private const double Low = 0.05;
    // Standard normal quantile of 95%: one side of a 90% interval.
    private const double Normal95 = 1.6449;

    private readonly long[] lengths;
    private readonly bool sameBenchmark;

    private AnswerLengths(IReadOnlyCollection<Observation> answers, bool sameBenchmark)
    {
        this.sameBenchmark = sameBenchmark;
        lengths = [.. answers.Select(answer => answer.Written).Order()];
        ReasoningShare = Share(answers.Sum(answer => answer.ReasoningTokens), answers.Sum(answer => answer.OutputTokens));
        CachedShare = Share(answers.Sum(answer => answer.CachedInputTokens), answers.Sum(answer => answer.InputTokens));
    }

    /// <summary>Answers it rests on.</summary>
    public int Count => lengths.Length;

    /// <summary>Hidden reasoning as a part of what is written, 0 to 1.</summary>
    public decimal ReasoningShare { get; }

    /// <summary>Input from the provider's prompt cache as a part of all input, 0 to 1.</summary>
    public decimal CachedShare { get; }

    public static AnswerLengths Of(IReadOnlyCollection<Observation> answers, string benchmark)
    {
        var same = answers.Where(answer => benchmark.Length > 0 && answer.Benchmark == benchmark).ToList();
        if (same.Count >= FewestForGuess) return new AnswerLengths(same, sameBenchmark: true);
        return answers.Count >= FewestForGuess ? new AnswerLengths(answers, sameBenchmark: false) : Unknown;
    }

    /// <summary>
    /// Tokens that so many answers have together, none longer than the limit. High is the limit times their number. Low:
    /// answers to one benchmark vary around a common mean, so that their sum is below n m - 1.645 s sqrt(n + n²/N) in one of twenty
    /// cases (mean m and deviation s of N observed; the second term is that m is itself estimated). Answers to other benchmarks
    /// may be longer or shorter all together, so that only n times the 5th percentile is sure.
    /// </summary>
    /// <param name="completions">Answers that are paid for by best guess.</param>
    /// <param name="most">Answers that are paid for at worst.</param>
    /// <param name="limit">Most tokens of one answer.</param>
    public Interval OutputOf(long completions, long most, long limit)
    {
        var high = most * limit;
        if (Count == 0) return new Interval(completions * Math.Min(1, limit), completions * ((limit + 1) / 2), high);
        var mean = lengths.Average(length => (double)Math.Min(length, limit));
        var low = (double)completions * Math.Min(lengths[(int)(Low * (Count - 1))], limit);
        if (sameBenchmark && Count >= FewestForSpread)
            low = Math.Max(low, completions * mean - Normal95 * Deviation(mean, limit) * Math.Sqrt(completions + (double)completions * completions / Count));
        var expected = (long)Math.Round(completions * mean, MidpointRounding.AwayFromZero);
        return new Interval(Math.Min((long)low, expected), expected, high);
    }

    private double Deviation(double mean, long limit) => Math.Sqrt(lengths.Sum(length => Math.Pow(Math.Min(length, limit) - mean, 2)) / (Count - 1));

    private static decimal Share(long part, long rest) => part + rest == 0 ? 0 : (decimal)part / (part + rest);
}
