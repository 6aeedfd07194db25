using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewAdjudicateCommand : GatewayCommand
{
    private readonly Argument<string> id = ReviewCommand.IdArgument();
    private readonly Argument<Mark[]> marks = MarkArguments.Argument();
    private readonly Option<string> adjudicator = ReviewCommand.NameOption("--adjudicator", "Who decides");
    private readonly Option<string> item = ReviewCommand.ItemOption();

    public ReviewAdjudicateCommand(CommandHost host, GlobalOptions globals)
        : base("adjudicate", "Decide a disputed answer: these marks are its label", host, globals)
    {
        Arguments.Add(id);
        Arguments.Add(marks);
        Options.Add(adjudicator);
        Options.Add(item);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review adjudicate ward-7 --adjudicator dr-c --item ITEM accuracy=4 completeness=4 clarity=4"];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new AdjudicateItemRequest
        {
            Review = ResourceName.Review.Full(parse.GetRequiredValue(id)),
            Adjudicator = parse.GetRequiredValue(adjudicator),
            Item = parse.GetRequiredValue(item),
            Marks = { parse.GetValue(marks) ?? [] },
        };
        var reply = await gateway.Reviews.AdjudicateItemAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Host.Output.WriteLine($"Decided. Disputed answers that are left: {reply.Disputed}."));
    }
}
