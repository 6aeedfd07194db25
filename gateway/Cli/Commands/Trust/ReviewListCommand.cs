using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Cli.Commands.Trust;

internal sealed class ReviewListCommand : GatewayCommand
{
    private readonly Argument<string?> run = new("RUN") { Description = "Only reviews of this run", Arity = ArgumentArity.ZeroOrOne };

    public ReviewListCommand(CommandHost host, GlobalOptions globals)
        : base("list", "List reviews, newest first", host, globals)
    {
        Arguments.Add(run);
    }

    public override IReadOnlyList<string> Examples => ["medhelm review list", "medhelm review list quick-1"];

    public static async Task<int> ListAsync(GatewayClient gateway, string run, Func<ListReviewsResponse, int> show, CancellationToken cancellationToken) =>
        show(await gateway.Reviews.ListReviewsAsync(new ListReviewsRequest { Run = run }, gateway.Soon(cancellationToken)));

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        ListAsync(
            gateway, parse.GetValue(run) is { } name ? RunName.Full(name) : "", listed => Print(parse, listed, () => new ReviewPage(Host.Output).List(listed.Reviews)), cancellationToken);
}
