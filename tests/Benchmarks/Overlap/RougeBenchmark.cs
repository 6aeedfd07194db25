using System.Diagnostics;
using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Scoring.Metrics;

namespace MedHelm.Benchmarks.Overlap;

/// <summary>ROUGE-1, -2 and -L, stemmed, over pairs of texts on one core, by the metrics that runs use; and by Google's rouge_score where it is installed.</summary>
internal static class RougeBenchmark
{
    private static readonly string[] Names = ["rouge_1", "rouge_2", "rouge_l"];

    internal static async Task<int> RunAsync(int count, int rounds)
    {
        var pairs = SyntheticNotes.Pairs(count);
        IAnswerMetric[] metrics = [.. Names.Select(name => (IAnswerMetric)MetricCatalog.Standard.Get(name))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} pairs of about {pairs.Average(pair => pair.Answer.Split(' ').Length):0} words, ROUGE-1, -2 and -L stemmed, one core, {rounds} rounds after three to warm up"));
        var values = Array.Empty<double[]>();
        for (var i = 0; i < 3; i++) values = Rate(pairs, metrics);

        var times = new List<double>();
        var allocated = 0L;
        for (var i = 0; i < rounds; i++)
        {
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            values = Rate(pairs, metrics);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"here         {times[0]:0.0000} s at best, {times[rounds / 2]:0.0000} s in the middle, {times[^1]:0.0000} s at worst; {allocated / (double)count:0} bytes allocated a pair"));

        var reference = await PythonRouge.MeasureAsync(pairs, Names);
        Console.WriteLine(reference is not { } python
            ? $"rouge_score  not measured: {PythonRouge.Interpreter} cannot import it"
            : string.Create(CultureInfo.InvariantCulture,
                $"rouge_score  {python.Seconds:0.0000} s, {python.Seconds / times[rounds / 2]:0} times as long; largest difference of a value {Difference(values, python.Values):0.##E+0}"));
        return 0;
    }

    private static double[][] Rate((string Reference, string Answer)[] pairs, IAnswerMetric[] metrics)
    {
        var values = new double[pairs.Length][];
        bool[] correct = [true];
        for (var i = 0; i < pairs.Length; i++)
        {
            var answer = new Answer(pairs[i].Answer, Adaptation.Generation, new References([pairs[i].Reference], correct));
            var row = new double[metrics.Length];
            for (var m = 0; m < row.Length; m++) row[m] = metrics[m].Rate(answer).Value;
            values[i] = row;
        }
        return values;
    }

    private static double Difference(double[][] ours, double[][] theirs) =>
        ours.Zip(theirs, (left, right) => left.Zip(right, (a, b) => Math.Abs(a - b)).Max()).Max();
}
