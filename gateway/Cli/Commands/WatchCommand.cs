using System.CommandLine;
using MedHelm.Cli.Connection;

namespace MedHelm.Cli.Commands;

internal sealed class WatchCommand : GatewayCommand
{
    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Option<string?> outFile = LeaderboardOutput.OutOption();

    public WatchCommand(CommandHost host, GlobalOptions globals)
        : base("watch", "Follow a run to its end, through pauses too, then show the leaderboard; Ctrl-C leaves it running", host, globals)
    {
        Arguments.Add(run);
        Options.Add(outFile);
    }

    public override IReadOnlyList<string> Examples => ["medhelm watch quick-1", "medhelm watch runs/quick-1 --json > board.json     progress still shows, on standard error"];

    protected override Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken) =>
        new RunFollower(Host, gateway, LeaderboardOutput.Of(Host, AsJson(parse), parse.GetValue(outFile)))
            .FollowAsync(RunName.Full(parse.GetRequiredValue(run)), cancellationToken);
}
