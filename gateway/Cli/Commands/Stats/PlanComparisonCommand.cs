using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class PlanComparisonCommand : GatewayCommand
{
    private readonly Option<int> instances = new("--instances") { Description = "Instances there are, to ask what difference they show", HelpName = "N" };
    private readonly Option<double> difference = new("--difference") { Description = "Difference to be shown, to ask how many instances that needs", HelpName = "NUMBER" };
    private readonly Option<double> sd = new("--sd") { Description = "SD of the differences between the two models' scores", HelpName = "NUMBER" };
    private readonly Option<double> discordance = new("--discordance") { Description = "For scores of 0 and 1, in place of --sd: share of instances on which the models differ", HelpName = "SHARE" };
    private readonly Option<double> power = new("--power") { Description = "Share of cases in which it shall be shown (else 0.8)", HelpName = "SHARE" };
    private readonly Option<double> level = new("--level") { Description = "Confidence level (else 0.95)", HelpName = "SHARE" };
    private readonly Option<int> comparisons = new("--comparisons") { Description = "Pairs of models tested together (else 1)", HelpName = "N" };
    private readonly Option<double> clusterSize = new("--cluster-size") { Description = "Instances of one patient or note (else 1)", HelpName = "NUMBER" };
    private readonly Option<double> clusterCorrelation = new("--cluster-correlation") { Description = "Correlation of the differences inside a cluster", HelpName = "SHARE" };

    public PlanComparisonCommand(CommandHost host, GlobalOptions globals)
        : base("comparison", "The smallest difference that a number of instances shows, or the number that a difference needs", host, globals)
    {
        foreach (var option in new Option[] { instances, difference, sd, discordance, power, level, comparisons, clusterSize, clusterCorrelation }) Options.Add(option);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats plan comparison --instances 1000 --discordance 0.2",
        "medhelm stats plan comparison --difference 0.05 --sd 0.4 --comparisons 36",
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new PlanComparisonRequest
        {
            Instances = parse.GetValue(instances),
            Difference = parse.GetValue(difference),
            SdOfDifferences = parse.GetValue(sd),
            Discordance = parse.GetValue(discordance),
            Power = parse.GetValue(power),
            Level = parse.GetValue(level),
            Comparisons = parse.GetValue(comparisons),
            ClusterSize = parse.GetValue(clusterSize),
            IntraclusterCorrelation = parse.GetValue(clusterCorrelation),
        };
        if (parse.GetResult(instances) is null == parse.GetResult(difference) is null)
            throw new CommandFailure(ExitCodes.BadUsage, "either --instances or --difference must be given, and not both", "--instances asks what difference so many show; --difference asks how many it needs.");
        if (parse.GetResult(sd) is null == parse.GetResult(discordance) is null)
            throw new CommandFailure(ExitCodes.BadUsage, "either --sd or --discordance must be given, and not both", "--discordance is for scores of 0 and 1: the share of instances on which the two models differ; 0.2 is a usual guess.");
        var reply = await gateway.Statistics.PlanComparisonAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Host.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{EstimateText.Whole(reply.Instances)} instances show a difference of {EstimateText.Exact(reply.Difference)} in {(request.Power == 0 ? 0.8 : request.Power):0.##%} of such comparisons, at level {(request.Level == 0 ? 0.95 : request.Level):0.####} (design effect {EstimateText.Number(reply.DesignEffect)}).")));
    }
}
