using System.CommandLine;
using MedHelm.Contracts.Evaluation.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Options that narrow a list of benchmarks.</summary>
internal sealed class BenchmarkFilters
{
    private readonly Option<string?> category = new("--category") { Description = "Only this category of the taxonomy", HelpName = "NAME" };
    private readonly Option<string?> subcategory = new("--subcategory") { Description = "Only this subcategory", HelpName = "NAME" };
    private readonly Option<string?> tier = new("--tier") { Description = "Only data of this sensitivity", HelpName = "public|gated|private" };
    private readonly Option<string?> data = new("--data") { Description = "Only where so much of the full data is there", HelpName = "present|partial|absent" };

    public BenchmarkFilters()
    {
        tier.AcceptOnlyFromAmong([.. Tiers.Names]);
        data.AcceptOnlyFromAmong([.. BenchmarkWords.DataStates.Keys]);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { category, subcategory, tier, data })
            command.Options.Add(option);
    }

    public ListBenchmarksRequest Request(ParseResult parse)
    {
        var request = new ListBenchmarksRequest { Category = parse.GetValue(category) ?? "", Subcategory = parse.GetValue(subcategory) ?? "" };
        if (parse.GetValue(tier) is { } named)
            request.DataTier = Tiers.Of(named);
        if (parse.GetValue(data) is { } state)
            request.DataStatus = BenchmarkWords.DataStates[state];
        return request;
    }
}
