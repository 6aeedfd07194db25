using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Tables;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsAnchoredCommand : GatewayCommand
{
    private readonly Argument<string> file = new("FILE") { Description = "CSV with columns judge and label" };
    private readonly Option<double> level = new("--level") { Description = "Confidence level (else 0.95)", HelpName = "SHARE" };
    private readonly Option<double?> weight = new("--weight") { Description = "Weight of the judge (else the one with the smallest variance): 1 plain prediction-powered, 0 labels alone", HelpName = "NUMBER" };

    public StatsAnchoredCommand(CommandHost host, GlobalOptions globals)
        : base("anchored", "The mean that labels of clinicians would have, from a judge's scores of all items and labels of some (PPI++)", host, globals)
    {
        Arguments.Add(file);
        Options.Add(level);
        Options.Add(weight);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats anchored judged.csv",
        "medhelm stats anchored judged.csv --level 0.9 --json",
        "",
        "judged.csv has a row for each item; an empty label means that no clinician saw it:",
        "  judge,label",
        "  4,5",
        "  3,",
        "Optional: cluster, to which the item belongs.",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var table = CsvTable.Read(parse.GetRequiredValue(file), "judge", "label");
        var request = new EstimateAnchoredRequest { Level = parse.GetValue(level) };
        if (parse.GetValue(weight) is { } said) request.Weight = said;
        foreach (var row in table.Rows)
        {
            var judged = row.Number("judge");
            if (row.OptionalNumber("label") is { } label)
            {
                request.JudgedLabelled.Add(judged);
                request.Labels.Add(label);
                if (table.Has("cluster")) request.LabelledClusters.Add(row.Name("cluster"));
            }
            else
            {
                request.JudgedUnlabelled.Add(judged);
                if (table.Has("cluster")) request.UnlabelledClusters.Add(row.Name("cluster"));
            }
        }
        var reply = await gateway.Statistics.EstimateAnchoredAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Draw(reply));
    }

    private void Draw(EstimateAnchoredResponse reply)
    {
        var table = Listing.Table("Estimate of the labels' mean", "Value", "Units", "Remark");
        foreach (var (name, estimate) in new[] { ("labels and judge (PPI++)", reply.Anchored), ("labels alone", reply.LabelsOnly), ("judge alone, biased", reply.JudgeOnly), ("bias of the judge", reply.Bias) })
            table.Row(name, EstimateText.Of(estimate), EstimateText.Whole(estimate?.Units ?? 0), estimate?.Remark ?? "");
        Host.Output.WriteWhole(table);
        Host.Output.WriteLine($"Weight of the judge {EstimateText.Number(reply.Weight)}; correlation with the labels {EstimateText.Optional(reply.HasCorrelation, reply.Correlation)}. With the judge the {EstimateText.Whole(reply.LabelsOnly?.Units ?? 0)} labels are worth {reply.EffectiveLabels.ToString("0.#", CultureInfo.InvariantCulture)}.");
    }
}
