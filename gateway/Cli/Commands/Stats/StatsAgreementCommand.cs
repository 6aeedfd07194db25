using System.CommandLine;
using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsAgreementCommand : GatewayCommand
{
    private readonly RatingFile ratings;
    private readonly Option<string?> reference = new("--reference") { Description = "The rater taken as the truth; the others' effective number of votes needs it", HelpName = "RATER" };
    private readonly Option<string?> categories = new("--categories") { Description = "The categories in order (else those that occur)", HelpName = "1,2,3" };
    private readonly Option<bool> standardise = new("--standardise") { Description = "Give every rater mean 0 and SD 1 before intraclass correlations, as MedHELM's paper does" };
    private readonly Option<string?> rounding = new("--rounding") { Description = "How ratings between categories become one (else half-to-even)", HelpName = "half-to-even|half-up" };
    private readonly ResamplingOptions resampling;

    public StatsAgreementCommand(CommandHost host, GlobalOptions globals)
        : base("agreement", "How far raters agree: intraclass correlations, kappas, Krippendorff's alpha, correlations, effective votes", host, globals)
    {
        ratings = new(this);
        rounding.AcceptOnlyFromAmong("half-to-even", "half-up");
        foreach (var option in new Option[] { reference, categories, standardise, rounding }) Options.Add(option);
        resampling = new(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats agreement ratings.csv",
        "medhelm stats agreement ratings.csv --reference clinician --categories 1,2,3,4,5",
        "",
        .. RatingFile.Format,
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = ratings.Read(parse);
        request.Reference = parse.GetValue(reference) ?? "";
        request.Standardise = parse.GetValue(standardise);
        request.Categories.Add(Categories(parse.GetValue(categories)));
        request.Rounding = parse.GetValue(rounding) switch { "half-up" => Rounding.HalfUp, "half-to-even" => Rounding.HalfToEven, _ => Rounding.Unspecified };
        request.Resampling = resampling.Read(parse);
        var reply = await gateway.Statistics.MeasureAgreementAsync(request, gateway.Soon(cancellationToken, seconds: 300));
        return Print(parse, reply, () => new AgreementPage(Host.Output).Draw(reply));
    }

    private static IEnumerable<double> Categories(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var category)
            ? category
            : throw new CommandFailure(ExitCodes.BadUsage, $"--categories must be numbers such as 1,2,3,4,5, was '{text}'"));
}
