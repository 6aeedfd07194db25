using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Suites;

/// <summary>Which data of a benchmark, as people write it.</summary>
internal static class DataChoices
{
    public static IReadOnlyList<string> Names { get; } = ["sample", "full", "available"];

    /// <summary>Null when it is none of them.</summary>
    public static DatasetChoice? Find(string name) => name switch
    {
        "sample" => DatasetChoice.Sample,
        "full" => DatasetChoice.Full,
        "available" => DatasetChoice.Available,
        _ => null,
    };
}
