using System.Diagnostics;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Benchmarks.Statistics;

/// <summary>The same resampling in numpy, as one would write it there, in a process of its own.</summary>
internal static class NumpyStandings
{
    private const string Script = """
        import sys, time
        import numpy as np

        models, columns, instances, resamples = (int(a) for a in sys.argv[1:5])
        scores = np.frombuffer(sys.stdin.buffer.read(), dtype="<f8").reshape(columns, models, instances)
        low = np.where(scores.max(axis=(1, 2)) > 1, 1.0, 0.0)
        span = np.where(low == 1, 4.0, 1.0)
        rng = np.random.default_rng(0)
        pairs = [(i, j) for i in range(models) for j in range(i + 1, models)]
        start = time.perf_counter()

        drawn = np.empty((columns, models, resamples))
        for c in range(columns):
            for r in range(resamples):
                drawn[c, :, r] = scores[c][:, rng.integers(0, instances, instances)].mean(axis=1)
        np.quantile(drawn, [0.025, 0.975], axis=2)
        macro = ((drawn - low[:, None, None]) / span[:, None, None]).mean(axis=0)
        wins = np.zeros((models, resamples))
        for i in range(models):
            for j in range(models):
                if i != j:
                    wins[i] += ((drawn[:, i] > drawn[:, j]) + 0.5 * (drawn[:, i] == drawn[:, j])).mean(axis=0) / (models - 1)
        np.quantile(macro, [0.025, 0.975], axis=1), np.quantile(wins, [0.025, 0.975], axis=1)
        ranks = 1 + (wins[:, None, :] < wins[None, :, :]).sum(axis=1)
        np.quantile(ranks, [0.025, 0.975], axis=1)
        bootstrap = time.perf_counter() - start

        observed = scores.mean(axis=2)
        p = np.empty((columns, len(pairs)))
        overall = np.zeros((len(pairs), resamples))
        for c in range(columns):
            flipped = np.empty((models, resamples))
            for r in range(resamples):
                flipped[:, r] = scores[c] @ (rng.integers(0, 2, instances) * 2.0 - 1) / instances
            for k, (i, j) in enumerate(pairs):
                difference = flipped[i] - flipped[j]
                p[c, k] = (1 + (abs(difference) >= abs(observed[c, i] - observed[c, j])).sum()) / (1 + resamples)
                overall[k] += difference / span[c]
                np.quantile(drawn[c, i] - drawn[c, j], [0.025, 0.975])
        order = np.sort(p.ravel())
        np.maximum.accumulate(np.minimum(1, order * np.arange(len(order), 0, -1)))
        print(f"numpy {np.__version__}: {bootstrap:.2f} s for intervals and ranks, {time.perf_counter() - start:.2f} s in all")
        """;

    internal static async Task<int> RunAsync(AggregateRequest table, int resamples)
    {
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
        {
            if (await TryAsync(python, table, resamples)) return 0;
        }
        Console.WriteLine("numpy is not installed (apt-get install python3-numpy), so nothing was measured beside it.");
        return 0;
    }

    private static async Task<bool> TryAsync(string python, AggregateRequest table, int resamples)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments = ["-c", Script, Text(table.Columns[0].Models.Count), Text(table.Columns.Count), Text(table.Columns[0].Models[0].Values.Count), Text(resamples)];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            foreach (var value in table.Columns.SelectMany(column => column.Models).SelectMany(model => model.Values))
                await process.StandardInput.BaseStream.WriteAsync(BitConverter.GetBytes(value));
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
