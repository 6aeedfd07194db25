using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewRateCommand : GatewayCommand
{
    private readonly Argument<string> id = ReviewCommand.IdArgument();
    private readonly Argument<Mark[]> marks = MarkArguments.Argument();
    private readonly Option<string> rater = ReviewCommand.NameOption("--rater", "Who rates");
    private readonly Option<string> item = ReviewCommand.ItemOption();
    private readonly Option<string?> comment = new("--comment") { Description = "For the adjudicator", HelpName = "TEXT" };

    public ReviewRateCommand(CommandHost host, GlobalOptions globals)
        : base("rate", "Record a rater's marks of an answer", host, globals)
    {
        Arguments.Add(id);
        Arguments.Add(marks);
        Options.Add(rater);
        Options.Add(item);
        Options.Add(comment);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review rate ward-7 --rater dr-a --item ITEM accuracy=4 completeness=5 clarity=4", "medhelm review rate ward-7 --rater dr-a --item ITEM accuracy=2 completeness=3 clarity=4 --comment \"wrong dose\""];

    protected override bool Stores => true;

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var request = new SubmitRatingRequest
        {
            Review = ResourceName.Review.Full(parse.GetRequiredValue(id)),
            Rater = parse.GetRequiredValue(rater),
            Item = parse.GetRequiredValue(item),
            Marks = { parse.GetValue(marks) ?? [] },
            Comment = parse.GetValue(comment) ?? "",
        };
        var reply = await gateway.Reviews.SubmitRatingAsync(request, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => Host.Output.WriteLine(
            $"Recorded; the answer has {(reply.Ratings == 1 ? "1 rating" : $"{reply.Ratings} ratings")}{(reply.Disputed ? ", which lie too far apart: it is disputed" : "")}. Next: medhelm review next {ResourceName.Review.Short(request.Review)} --rater {request.Rater}"));
    }
}
