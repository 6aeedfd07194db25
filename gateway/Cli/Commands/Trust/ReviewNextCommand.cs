using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewNextCommand : GatewayCommand
{
    private readonly Argument<string> id = ReviewCommand.IdArgument();
    private readonly Option<string> rater = ReviewCommand.NameOption("--rater", "Who rates");

    public ReviewNextCommand(CommandHost host, GlobalOptions globals)
        : base("next", "Show the answer that a rater should rate next, blind", host, globals)
    {
        Arguments.Add(id);
        Options.Add(rater);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review next ward-7 --rater dr-a"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var name = ResourceName.Review.Full(parse.GetRequiredValue(id));
        var who = parse.GetRequiredValue(rater);
        var reply = await gateway.Reviews.NextItemAsync(new NextItemRequest { Review = name, Rater = who }, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => new ReviewPage(Host.Output).Next(ResourceName.Review.Short(name), who, reply));
    }
}
