using System.Text.Json;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks.Overlap;

/// <summary>Google's rouge_score, where a Python that has it is installed.</summary>
internal static class PythonRouge
{
    internal const string Interpreter = "/usr/bin/python3";

    private const string Script = """
        import json, sys, time
        from rouge_score import rouge_scorer
        pairs = json.load(open(sys.argv[1], encoding="utf-8"))
        names = {"rouge_1": "rouge1", "rouge_2": "rouge2", "rouge_l": "rougeL"}
        types = [names[name] for name in sys.argv[2:]]
        scorer = rouge_scorer.RougeScorer(types, use_stemmer=True)
        started = time.perf_counter()
        scores = [scorer.score(reference, answer) for reference, answer in pairs]
        seconds = time.perf_counter() - started
        print(json.dumps({"Seconds": seconds, "Values": [[score[t].fmeasure for t in types] for score in scores]}))
        """;

    /// <summary>Null where it cannot be had.</summary>
    internal static async Task<PythonResult?> MeasureAsync((string Reference, string Answer)[] pairs, string[] names)
    {
        using var folder = TemporaryFolder.Create("rouge");
        var (input, output) = (folder.File("pairs.json"), folder.File("values.json"));
        await File.WriteAllTextAsync(input, JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.Reference, pair.Answer })));
        try
        {
            using var python = ChildProcess.Start(new ProgramStart(Interpreter, ["-c", Script, input, .. names]) { OutputFile = output, ErrorFile = output + ".err" });
            if (await python.WaitAsync() != 0) return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        return JsonSerializer.Deserialize<PythonResult>(await File.ReadAllTextAsync(output));
    }
}
