using System.CommandLine;
using System.Globalization;
using Google.Protobuf.Collections;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

internal sealed class BenchmarksTaxonomyCommand(CommandHost host, GlobalOptions globals)
    : GatewayCommand("taxonomy", "Show the taxonomy of medical work, and which benchmarks cover what", host, globals)
{
    public override IReadOnlyList<string> Examples =>
        ["medhelm benchmarks taxonomy", "medhelm benchmarks taxonomy --json | jq '[.categories[].subcategories[].tasks[] | select(.benchmarks | not) | .id]'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Catalog.GetTaxonomyAsync(new(), gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Host.WriteData(Draw(reply)));
    }

    private static string Draw(GetTaxonomyResponse taxonomy)
    {
        var page = new TextPage();
        foreach (var category in taxonomy.Categories)
        {
            page.Line(category.Name);
            foreach (var subcategory in category.Subcategories)
            {
                page.Line($"  {subcategory.Name}{List(subcategory.Benchmarks)}");
                foreach (var task in subcategory.Tasks)
                    page.Line($"    - {task.Name}{List(task.Benchmarks)}");
            }
            page.Line();
        }
        var tasks = taxonomy.Categories.SelectMany(c => c.Subcategories).SelectMany(s => s.Tasks).ToList();
        page.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{taxonomy.Categories.Count} categories, {taxonomy.Categories.Sum(c => c.Subcategories.Count)} subcategories, {tasks.Count} tasks, {tasks.Count(t => t.Benchmarks.Count > 0)} of them covered."));
        page.Line(taxonomy.TaskWording);
        return page.ToString();
    }

    private static string List(RepeatedField<string> benchmarks) => benchmarks.Count == 0 ? "" : $"  [{string.Join(", ", benchmarks)}]";
}
