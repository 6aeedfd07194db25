using MedHelm.Catalog.Checks;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>What a check of one benchmark showed; all that is kept of it, and what --json prints.</summary>
internal sealed record CheckSummary
{
    public required string Benchmark { get; init; }

    public required string Protocol { get; init; }

    public required string File { get; init; }

    public required bool Passed { get; init; }

    /// <summary>Why the data cannot be used; null when it can.</summary>
    public string? Failure { get; init; }

    /// <summary>"sample" or "full data".</summary>
    public string? Data { get; init; }

    public string? Folder { get; init; }

    public int Instances { get; init; }

    /// <summary>Instances of a run that does not say how many.</summary>
    public int Sampled { get; init; }

    public IReadOnlyList<SubsetSize> Subsets { get; init; } = [];

    public IReadOnlyList<SkippedRows> Skipped { get; init; } = [];

    public CutSummary? Cut { get; init; }

    public PromptTokens? Tokens { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];

    public ReplayReport? Scoring { get; init; }

    public IReadOnlyList<ShownPrompt> Prompts { get; init; } = [];

    public static CheckSummary Of(CheckSubject subject, BenchmarkCheck check, ReplayReport? scoring, int prompts)
    {
        var definition = subject.Definition;
        var summary = new CheckSummary
        {
            Benchmark = definition.Id,
            Protocol = subject.Protocol,
            File = definition.File,
            Passed = check.Failure is null && scoring is null or { Sound: true },
            Failure = check.Failure,
            Data = check.Folder is { } data ? BenchmarkWords.Choice(data.Choice) : null,
            Folder = check.Folder?.Path,
            Scoring = scoring,
        };
        if (check.Failure is not null)
            return summary with { Passed = false };
        var (shortest, median, longest, total) = check.PromptTokens;
        return summary with
        {
            Instances = check.Instances.Count,
            Sampled = check.Sampled,
            Subsets = [.. check.Instances.CountBy(i => i.Subset, StringComparer.Ordinal).Where(s => s.Key.Length > 0).Select(s => new SubsetSize(s.Key, s.Value))],
            Skipped = check.Skipped,
            Cut = CutSummary.Of(check.Instances),
            Tokens = new(shortest, median, longest, total),
            Remarks = check.Remarks,
            Prompts = [.. check.Instances.Take(prompts).Select((instance, i) => ShownPrompt.Of(definition, instance, withJury: i == 0))],
        };
    }
}
