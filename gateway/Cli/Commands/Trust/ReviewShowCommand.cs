using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewShowCommand : GatewayCommand
{
    private const int Patience = 600;

    private readonly Argument<string> id = ReviewCommand.IdArgument();

    public ReviewShowCommand(CommandHost host, GlobalOptions globals)
        : base("show", "Show a review: progress, agreement of the raters, scores anchored by them", host, globals)
    {
        Arguments.Add(id);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review show ward-7", "medhelm review show ward-7 --json | jq .review.labelsToHalf"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var reply = await gateway.Reviews.GetReviewAsync(new GetReviewRequest { Name = ResourceName.Review.Full(parse.GetRequiredValue(id)) }, gateway.Soon(cancellationToken, Patience));
        return Print(parse, reply, () => new ReviewPage(Host.Output).Draw(reply.Review));
    }
}
