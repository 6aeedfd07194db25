using System.Globalization;
using System.Text.Json;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Testing.Processes;

namespace MedHelm.Benchmarks;

/// <summary>
/// A run of open-ended instances with a jury of three through a warm Standalone: wall time from CreateRun to the final leaderboard. Every round asks something
/// new. The calls in flight are shared out to the candidate and the jurors.
/// </summary>
internal static class JuryBenchmark
{
    private const string Candidate = "fake/candidate";
    private static readonly string[] Jurors = ["fake/juror-1", "fake/juror-2", "fake/juror-3"];

    public static async Task<int> RunAsync(int instances, int inFlight, TimeSpan latency, int rounds)
    {
        using var folder = TemporaryFolder.Create("jury");
        using var port = LoopbackPort.Claim();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port.Number}"));
        await using var provider = await ServiceProcess.StartNewAsync(new ServiceStart(SolutionPaths.Program("FakeProvider"), address)
        {
            Arguments = ["--urls", address.ToString(), "--latency-ms", latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)],
            Readiness = ServiceReadiness.Connection,
        });
        for (var round = 0; round <= rounds; round++) WriteBenchmark(folder, round, instances);
        await using var system = await OverheadBenchmark.StartAsync(folder, WriteDeployments(folder, address, inFlight / (1 + Jurors.Length)), separate: false);
        using var http = new HttpClient { BaseAddress = address };

        var calls = instances * (1 + Jurors.Length);
        var least = latency.TotalSeconds * calls / inFlight;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{instances} instances x {Jurors.Length} jurors, {inFlight} in flight in all, provider latency {latency.TotalMilliseconds:0} ms, {Environment.ProcessorCount} cores; waiting alone takes {least:0.000} s"));
        Console.WriteLine("round        wall s   cpu s   calls | most in flight");
        for (var round = 0; round <= rounds; round++)
        {
            (await http.PostAsync(new Uri("/reset", UriKind.Relative), null)).Dispose();
            var (wall, cpu, made) = await OverheadBenchmark.MeasureAsync(system, http, Spec(round), $"jury-{round}", instances);
            if (made != calls) throw new InvalidOperationException($"{made} calls were made instead of {calls}.");
            using var stats = JsonDocument.Parse(await http.GetStringAsync(new Uri("/stats", UriKind.Relative)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(round == 0 ? "warm-up" : round),7}    {wall.TotalSeconds,7:0.000} {cpu.TotalSeconds,7:0.00} {made,7} | {stats.RootElement.GetProperty("peak_in_flight").GetInt64()}"));
        }
        return 0;
    }

    private static string Benchmark(int round) => string.Create(CultureInfo.InvariantCulture, $"judged_{round}");

    private static RunSpec Spec(int round) =>
        new() { Deployments = { Candidate }, Jurors = { Jurors }, Benchmarks = { new BenchmarkSelection { Benchmark = Benchmark(round), Data = DatasetChoice.Full } } };

    private static void WriteBenchmark(TemporaryFolder folder, int round, int instances)
    {
        Directory.CreateDirectory(folder.File("catalog/benchmarks"));
        File.WriteAllText(folder.File($"catalog/benchmarks/{Benchmark(round)}.yaml"), $$$"""
            id: {{{Benchmark(round)}}}
            version: 1
            display_name: Advice to callers
            description: Answer a caller's question.
            category: Patient Communication and Education
            subcategory: Patient-Provider Messaging
            data_tier: public
            source: {url: made up}
            licence: none
            citation: none
            dataset: {format: csv, files: [{path: questions.csv}]}
            mapping: {id: "{{ row.id }}", input: "{{ row.question }}", reference: "{{ row.answer }}"}
            adaptation: generation
            prompt: "{{ input }}"
            parameters: {temperature: 0, max_output_tokens: 300}
            metrics: [jury_score]
            rubric:
              version: 1
              scale_min: 1
              scale_max: 5
              criteria:
                - {name: accuracy, description: Is it right?}
                - {name: completeness, description: Is all there?}
                - {name: clarity, description: Is it plain?}
              role: You rate answers to callers.
              question_is: The question
              gold_is: A good answer
              response_is: The answer to rate
            """);
        var data = Directory.CreateDirectory(folder.File($"datasets/{Benchmark(round)}")).FullName;
        var words = string.Join(' ', Enumerable.Repeat("since when and how strong is the pain and what makes it better or worse", 8));
        File.WriteAllLines(Path.Combine(data, "questions.csv"), Enumerable.Range(0, instances).Select(i => string.Create(CultureInfo.InvariantCulture, $"q{i},Caller {round}-{i}: {words}?,Ask {i} times and wait.")).Prepend("id,question,answer"));
    }

    private static string WriteDeployments(TemporaryFolder folder, Uri provider, int inFlight)
    {
        var file = folder.File("deployments.yaml");
        File.WriteAllText(file, "deployments:\n" + string.Concat(Jurors.Prepend(Candidate).Select(id => string.Create(CultureInfo.InvariantCulture,
            $"  - {{id: {id}, provider: openai, model: {id[5..]}, base_url: \"{provider}v1\", max_in_flight: {inFlight}, prices: {{input_usd_per_million: 1, output_usd_per_million: 1}}}}\n"))));
        return file;
    }
}
