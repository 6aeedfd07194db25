using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>What a benchmark is, in words for tables.</summary>
internal static class BenchmarkWords
{
    public static IReadOnlyDictionary<string, DataStatus> DataStates { get; } = new Dictionary<string, DataStatus>(StringComparer.Ordinal)
    {
        ["present"] = DataStatus.Present,
        ["partial"] = DataStatus.Partial,
        ["absent"] = DataStatus.Absent,
    };

    public static string Adaptation(Adaptation adaptation) => adaptation switch
    {
        Contracts.Evaluation.V1.Adaptation.MultipleChoice => "choice",
        Contracts.Evaluation.V1.Adaptation.Generation => "generation",
        _ => "unknown",
    };

    /// <summary>Closed where a rule decides, open where a jury rates.</summary>
    public static string Type(Benchmark benchmark) => $"{(benchmark.OpenEnded ? "open" : "closed")}, {Adaptation(benchmark.Adaptation)}";

    public static string Data(Benchmark benchmark)
    {
        var state = DataStates.FirstOrDefault(s => s.Value == benchmark.DataStatus).Key ?? "unknown";
        return benchmark.HasSample ? $"{state}, sample" : state;
    }

    public static string Choice(DatasetChoice choice) => choice switch
    {
        DatasetChoice.Sample => "sample",
        DatasetChoice.Full => "full data",
        _ => "data",
    };
}
