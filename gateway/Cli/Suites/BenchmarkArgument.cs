using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Suites;

/// <summary>A benchmark as typed on the command line: ID[:sample|full|available][:MAX].</summary>
internal static class BenchmarkArgument
{
    public static BenchmarkSelection Parse(string text)
    {
        var parts = text.Split(':');
        var selection = new BenchmarkSelection { Benchmark = parts[0].Trim(), Data = DatasetChoice.Full };
        if (selection.Benchmark.Length == 0 || parts.Length > 3)
            throw Malformed(text, "it has no id or too many parts");
        var rest = parts.AsSpan(1);
        if (rest.Length > 0 && DataChoices.Find(rest[0]) is { } data)
        {
            selection.Data = data;
            rest = rest[1..];
        }
        if (rest.Length == 0)
            return selection;
        if (rest.Length > 1 || !int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
            throw Malformed(text, $"'{rest[0]}' is neither sample, full, available nor a number");
        selection.MaxInstances = limit;
        return selection;
    }

    private static CommandFailure Malformed(string text, string why) => new(
        ExitCodes.BadUsage,
        $"--benchmark {text}: {why}",
        "Write it as ID[:sample|full|available][:MAX], such as med_qa, med_qa:sample or med_qa:full:100.");
}
