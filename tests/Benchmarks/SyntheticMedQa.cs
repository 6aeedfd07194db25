using System.Globalization;
using System.Text.Json;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks;

/// <summary>Multiple-choice benchmarks of any size, the definition and form of MedQA with made-up words in it.</summary>
internal static class SyntheticMedQa
{
    private static readonly string[] Words =
        ["patient", "presents", "with", "fever", "cough", "for", "two", "weeks", "and", "no", "history", "of", "travel", "laboratory", "studies", "show", "mild", "anaemia", "which", "treatment"];

    public static string Benchmark(int round) => string.Create(CultureInfo.InvariantCulture, $"overhead_{round}");

    public static void Write(TemporaryFolder folder, int rounds, int instances)
    {
        // The rows are our own, so the digest of the real file does not hold.
        var definition = string.Join('\n', File.ReadLines(Path.Combine(AppContext.BaseDirectory, "catalog", "benchmarks", "med_qa.yaml"))
            .Where(line => !line.Contains("expected_sha256", StringComparison.Ordinal)));
        Directory.CreateDirectory(folder.File("catalog/benchmarks"));
        var sample = folder.File("catalog/samples");
        Directory.CreateDirectory(sample);
        for (var round = 0; round < rounds; round++)
        {
            var id = Benchmark(round);
            File.WriteAllText(folder.File($"catalog/benchmarks/{id}.yaml"), definition.Replace("id: med_qa", "id: " + id, StringComparison.Ordinal));
            var data = Directory.CreateDirectory(folder.File($"datasets/{id}")).FullName;
            File.WriteAllLines(Path.Combine(data, "phrases_no_exclude_test.jsonl"), Enumerable.Range(0, instances).Select(i => Row(round, i)));
        }
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "catalog", "samples"), "med_qa*"))
            File.Copy(file, Path.Combine(sample, Path.GetFileName(file)));
    }

    // About the length of a MedQA question: 120 words.
    private static string Row(int round, int index)
    {
        var question = string.Create(CultureInfo.InvariantCulture, $"Case {round}-{index}: ") + string.Join(' ', Enumerable.Range(0, 120).Select(i => Words[(i * 7 + index + i * i) % Words.Length])) + "?";
        return JsonSerializer.Serialize(new
        {
            question,
            options = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "Rest and fluids", ["B"] = "Amoxicillin", ["C"] = "Iron tablets", ["D"] = "Chest radiograph" },
            answer_idx = "ABCD"[index % 4].ToString(),
        });
    }
}
