using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Standings;

namespace MedHelm.Cli.Commands;

internal sealed class LeaderboardCommand : GatewayCommand
{
    private readonly Argument<string> run = new("RUN") { Description = "The run, as 'medhelm runs' lists it" };
    private readonly Option<string?> outFile = LeaderboardOutput.OutOption();
    private readonly Option<bool> csv = new("--csv") { Description = "As CSV, one row for each model and benchmark, certified or uncertified where a jury rates" };

    public LeaderboardCommand(CommandHost host, GlobalOptions globals)
        : base("leaderboard", "Show the leaderboard of a run, provisional while it is under way", host, globals)
    {
        Arguments.Add(run);
        Options.Add(outFile);
        Options.Add(csv);
    }

    public override IReadOnlyList<string> Examples => ["medhelm leaderboard quick-1", "medhelm leaderboard quick-1 --out board.json", "medhelm leaderboard quick-1 --csv > board.csv", "medhelm leaderboard quick-1 --json | jq '.rows[0].model'"];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var name = RunName.Full(parse.GetRequiredValue(run));
        var reply = await gateway.Reporting.GetLeaderboardAsync(new() { Run = name }, gateway.Soon(cancellationToken));
        if (parse.GetValue(csv))
        {
            Host.WriteData(LeaderboardCsv.Format(reply.Leaderboard));
            return ExitCodes.Completed;
        }
        await LeaderboardOutput.Of(Host, AsJson(parse), parse.GetValue(outFile)).WriteAsync(reply.Leaderboard, cancellationToken);
        return ExitCodes.Completed;
    }
}
