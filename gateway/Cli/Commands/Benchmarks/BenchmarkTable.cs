using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Benchmarks for people, a table a category.</summary>
internal sealed class BenchmarkTable(IAnsiConsole output)
{
    public void Draw(ListBenchmarksResponse reply)
    {
        if (reply.Benchmarks.Count == 0)
        {
            output.WriteLine("No benchmark matches.");
            return;
        }
        foreach (var category in reply.Benchmarks.GroupBy(b => b.Category, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            output.WriteLine(category.Key);
            var table = Listing.Table("Benchmark", "Tier", "Type", "Main metric", "Data", "Name");
            foreach (var b in category)
                table.Row(b.Id, Tiers.Name(b.DataTier), BenchmarkWords.Type(b), b.Metrics.FirstOrDefault() ?? "", BenchmarkWords.Data(b), b.DisplayName);
            output.Write(table);
        }
        output.WriteLine($"{reply.Benchmarks.Count} benchmarks. Data says how much of the upstream files is in the dataset folder; 'medhelm benchmarks show ID' says how to get the rest.");
    }
}
