using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Reporting.Comparisons;

/// <summary>Two runs beside each other: the scores that both have, and everything that decides scores and differs. Pure.</summary>
internal static class RunComparison
{
    internal static Comparison Of((RunPlan Plan, Leaderboard Board) first, (RunPlan Plan, Leaderboard Board) second, IReadOnlyList<JuryComparison> juries) => new()
    {
        Differences = { Differences(first.Plan, second.Plan) },
        Cells = { Cells(first, second, juries.ToDictionary(jury => jury.Benchmark, jury => jury.Comparability, StringComparer.Ordinal)) },
        OnlyInOne = { OnlyInOne(first.Plan, second.Plan) },
    };

    private static IEnumerable<Difference> Differences(RunPlan first, RunPlan second)
    {
        foreach (var (what, one, other) in new[] { ("protocol", first.Protocol, second.Protocol), ("code_version", first.CodeVersion, second.CodeVersion) })
            if (one != other) yield return new Difference { What = what, First = one, Second = other };
        foreach (var one in first.Models)
        {
            if (second.Models.FirstOrDefault(m => m.Deployment == one.Deployment) is { } other && other.Model != one.Model)
                yield return new Difference { What = $"model of {one.Deployment}", First = one.Model, Second = other.Model };
        }
        foreach (var one in first.Benchmarks)
        {
            if (second.Benchmarks.FirstOrDefault(b => b.Benchmark == one.Benchmark) is not { } other) continue;
            foreach (var (what, left, right) in Facts(one).Zip(Facts(other), (l, r) => (l.What, l.Text, r.Text)))
                if (left != right) yield return new Difference { Benchmark = one.Benchmark, What = what, First = left, Second = right };
        }
    }

    private static IEnumerable<(string What, string Text)> Facts(PlannedBenchmark benchmark) =>
    [
        ("version", benchmark.Version.ToString(CultureInfo.InvariantCulture)),
        ("definition_sha256", benchmark.DefinitionSha256),
        ("data", benchmark.Data.ToString()),
        ("dataset_sha256", benchmark.DatasetSha256),
        ("instance_set", benchmark.InstanceSet),
        ("metrics", string.Join(", ", benchmark.Metrics)),
        ("parameters", benchmark.Parameters?.ToString() ?? ""),
        ("jury", JuryName(benchmark)),
        ("rubric_sha256", benchmark.Jury?.Rubric.Sha256 ?? ""),
        ("jurors", string.Join(", ", benchmark.Jury?.Jurors.Select(j => j.Model.Length > 0 ? $"{j.Deployment} ({j.Model})" : j.Deployment) ?? [])),
    ];

    private static string JuryName(PlannedBenchmark benchmark) => benchmark.Jury is { Id.Length: > 0 } jury ? string.Create(CultureInfo.InvariantCulture, $"{jury.Id} version {jury.Version}") : "";

    private static IEnumerable<ComparedCell> Cells((RunPlan Plan, Leaderboard Board) one, (RunPlan Plan, Leaderboard Board) two, Dictionary<string, Comparability> juries)
    {
        var (first, second) = (one.Board, two.Board);
        foreach (var row in first.Rows.OrderBy(r => r.Model, StringComparer.Ordinal))
        {
            if (second.Rows.FirstOrDefault(r => r.Model == row.Model) is not { } otherRow) continue;
            foreach (var cell in row.Cells.OrderBy(c => c.Benchmark, StringComparer.Ordinal))
            {
                if (otherRow.Cells.FirstOrDefault(c => c.Benchmark == cell.Benchmark) is not { } other) continue;
                var compared = new ComparedCell
                {
                    Model = row.Model,
                    Benchmark = cell.Benchmark,
                    FirstMetric = Metric(first, cell.Benchmark),
                    SecondMetric = Metric(second, cell.Benchmark),
                    FirstScored = cell.Coverage.Scored,
                    SecondScored = other.Coverage.Scored,
                    SameQuestions = Measured(one.Plan, cell.Benchmark) == Measured(two.Plan, cell.Benchmark),
                    Juries = juries.GetValueOrDefault(cell.Benchmark),
                };
                if (cell.HasScore) compared.First = cell.Score;
                if (other.HasScore) compared.Second = other.Score;
                yield return compared;
            }
        }
    }

    // The instance set names the very prompts and references.
    private static (string InstanceSet, string Metric, string Rubric) Measured(RunPlan plan, string benchmark)
    {
        var planned = plan.Benchmarks.First(b => b.Benchmark == benchmark);
        return (planned.InstanceSet, planned.Metrics[0], planned.Jury?.Rubric.Sha256 ?? "");
    }

    private static string Metric(Leaderboard board, string benchmark) => board.Columns.First(c => c.Benchmark == benchmark).Metric;

    private static IEnumerable<string> OnlyInOne(RunPlan first, RunPlan second)
    {
        var one = first.Benchmarks.Select(b => b.Benchmark).ToHashSet(StringComparer.Ordinal);
        one.SymmetricExceptWith(second.Benchmarks.Select(b => b.Benchmark));
        return one.Order(StringComparer.Ordinal);
    }
}
