using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewDisputesCommand : GatewayCommand
{
    private readonly Argument<string> id = ReviewCommand.IdArgument();
    private readonly Option<string> adjudicator = ReviewCommand.NameOption("--adjudicator", "Who decides");

    public ReviewDisputesCommand(CommandHost host, GlobalOptions globals)
        : base("disputes", "Show the answers on which the raters differ too much, the widest first", host, globals)
    {
        Arguments.Add(id);
        Options.Add(adjudicator);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review disputes ward-7 --adjudicator dr-c"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var name = ResourceName.Review.Full(parse.GetRequiredValue(id));
        var who = parse.GetRequiredValue(adjudicator);
        var reply = await gateway.Reviews.ListDisputesAsync(new ListDisputesRequest { Review = name, Adjudicator = who }, gateway.Soon(cancellationToken));
        return Print(parse, reply, () => new ReviewPage(Host.Output).Disputes(ResourceName.Review.Short(name), who, reply.Disputes));
    }
}
