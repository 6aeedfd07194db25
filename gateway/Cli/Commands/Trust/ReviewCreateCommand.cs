using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewCreateCommand : GatewayCommand
{
    private const int Patience = 120;

    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Argument<string> benchmark = new("BENCHMARK") { Description = "An open-ended benchmark of the run" };
    private readonly Option<string[]> raters = CommaList.Option("--raters", "Who rates, by the names they log in with", "NAME");
    private readonly Option<int?> perItem = WholeNumber.Option("--per-item", "Raters of each answer, at least 2; 2 where nothing is said");
    private readonly Option<string?> adjudicator = new("--adjudicator") { Description = "Who decides disputed answers; nobody: the raters' mean does", HelpName = "NAME" };
    private readonly Option<double> disputeAbove = new("--dispute-above") { Description = "Points that two raters' means may lie apart; 1 where nothing is said", HelpName = "POINTS" };
    private readonly Option<int?> items = WholeNumber.Option("--items", "Most answers to be rated; all where nothing is said");
    private readonly Option<ulong> seed = new("--seed") { Description = "Seed of the draw", HelpName = "N" };
    private readonly Option<string?> id = new("--id") { Description = "Your id for the review (4 to 63 of a-z, 0-9, -)", HelpName = "ID" };

    public ReviewCreateCommand(CommandHost host, GlobalOptions globals)
        : base("create", "Open a review: answers are drawn, raters named", host, globals)
    {
        Arguments.Add(run);
        Arguments.Add(benchmark);
        Options.Add(raters);
        Options.Add(perItem);
        Options.Add(adjudicator);
        Options.Add(disputeAbove);
        Options.Add(items);
        Options.Add(seed);
        Options.Add(id);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review create quick-1 aci_bench --raters dr-a,dr-b --id ward-7", "medhelm review create quick-1 aci_bench --raters dr-a,dr-b,dr-c --adjudicator dr-d --items 60"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new CreateReviewRequest
        {
            ReviewId = parse.GetValue(id) ?? "",
            Spec = new ReviewSpec
            {
                Run = RunName.Full(parse.GetRequiredValue(run)),
                Benchmark = parse.GetRequiredValue(benchmark),
                Raters = { CommaList.Get(parse, raters) },
                RatersPerItem = parse.GetValue(perItem) ?? 0,
                Adjudicator = parse.GetValue(adjudicator) ?? "",
                DisputeAbove = parse.GetValue(disputeAbove),
                Items = parse.GetValue(items) ?? 0,
                Seed = parse.GetValue(seed),
            },
        };
        var reply = await gateway.Reviews.CreateReviewAsync(request, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => new ReviewPage(Host.Output).Draw(reply.Review));
    }
}
