using System.Globalization;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>All there is to say of one benchmark, as text.</summary>
internal static class BenchmarkPage
{
    public static string Of(GetBenchmarkResponse reply, string protocol, GetTaxonomyResponse taxonomy)
    {
        var b = reply.Benchmark;
        var page = new TextPage();
        page.Line($"{b.Id}: {b.DisplayName}");
        page.Line(b.Description);
        page.Line();
        page.Field("Place", $"{b.Category} / {b.Subcategory}");
        foreach (var task in Tasks(b, taxonomy))
            page.Field("Task", task);
        if (b.Tasks.Count > 0)
            page.Field("", $"({taxonomy.TaskWording})");
        page.Field("Type", BenchmarkWords.Type(b));
        page.Field("Metrics", string.Join(", ", b.Metrics));
        page.Field("Data", $"{BenchmarkWords.Data(b)}; {Tiers.Name(b.DataTier)}");
        page.Field("Source", b.Source);
        page.Field("Access", b.Access);
        page.Field("Licence", b.Licence);
        page.Field("Citation", b.Citation);
        page.Field("Version", string.Create(CultureInfo.InvariantCulture, $"{b.Version}, definition SHA-256 {b.DefinitionSha256}"));
        page.Field("Protocols", b.DiffersByProtocol ? "corrected and medhelm differ" : "corrected and medhelm differ by their sampling only");
        if (b.Repairs.Count > 0)
            page.Heading("What protocol corrected repairs");
        foreach (var repair in b.Repairs)
        {
            page.Line($"- {repair.Defect}");
            page.Line($"  Repaired: {repair.Repair_}");
        }
        page.Heading($"Example, protocol {protocol}");
        if (reply.Example is { } example)
            Show(page, example);
        else
            page.Line(reply.ExampleProblem.Length > 0 ? reply.ExampleProblem : "There is no data to show.");
        return page.ToString();
    }

    private static IEnumerable<string> Tasks(Benchmark benchmark, GetTaxonomyResponse taxonomy)
    {
        var names = taxonomy.Categories.SelectMany(c => c.Subcategories).SelectMany(s => s.Tasks).ToDictionary(t => t.Id, t => t.Name, StringComparer.Ordinal);
        return benchmark.Tasks.Select(id => names.TryGetValue(id, out var name) ? $"{name} ({id})" : id);
    }

    private static void Show(TextPage page, RenderedExample example)
    {
        page.Line(string.Create(
            CultureInfo.InvariantCulture, $"Instance {example.InstanceId} of the {BenchmarkWords.Choice(example.Data)}, {example.PromptTokens:N0} cl100k_base tokens:"));
        page.Block(example.Prompt);
        page.Line(example.References.Count > 1 ? "References (* is right):" : "Reference:");
        foreach (var reference in example.References)
            page.Line($"{(reference.Correct ? "*" : " ")} {reference.Text}");
        if (example.JuryPrompt.Length == 0)
            return;
        page.Heading("What a juror reads, with the reference in the place of an answer");
        page.Block(example.JuryPrompt);
    }
}
