using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class PlanLabelsCommand : GatewayCommand
{
    private readonly Option<double> halfWidth = new("--half-width") { Description = "Half-width of the interval that is wanted", HelpName = "NUMBER", Required = true };
    private readonly Option<int> items = new("--items") { Description = "Items in all, labelled or not", HelpName = "N", Required = true };
    private readonly Option<double> sd = new("--sd") { Description = "SD of the labels", HelpName = "NUMBER", Required = true };
    private readonly Option<double> correlation = new("--correlation") { Description = "Correlation of judge and label", HelpName = "NUMBER", Required = true };
    private readonly Option<double> level = new("--level") { Description = "Confidence level (else 0.95)", HelpName = "SHARE" };

    public PlanLabelsCommand(CommandHost host, GlobalOptions globals)
        : base("labels", "How many labels of clinicians an estimate anchored on them needs", host, globals)
    {
        foreach (var option in new Option[] { halfWidth, items, sd, correlation, level }) Options.Add(option);
    }

    public override IReadOnlyList<string> Examples => ["medhelm stats plan labels --half-width 0.1 --items 1000 --sd 0.5 --correlation 0.6"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new PlanLabelsRequest
        {
            HalfWidth = parse.GetValue(halfWidth),
            Items = parse.GetValue(items),
            SdOfLabels = parse.GetValue(sd),
            Correlation = parse.GetValue(correlation),
            Level = parse.GetValue(level),
        };
        var reply = await gateway.Statistics.PlanLabelsAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Host.Output.WriteLine(
            $"Labels needed: {Labels(reply.HasLabels, reply.Labels)} with the judge, {Labels(reply.HasLabelsWithoutJudge, reply.LabelsWithoutJudge)} without. With every item labelled the half-width is {EstimateText.Exact(reply.SmallestHalfWidth)}."));
    }

    private static string Labels(bool there, int labels) => there ? EstimateText.Whole(labels) : "more than there are items";
}
