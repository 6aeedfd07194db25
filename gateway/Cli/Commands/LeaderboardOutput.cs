using System.CommandLine;
using MedHelm.Cli.Standings;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Commands;

/// <summary>Where a leaderboard goes: to people or as JSON to standard output, and to a file where one is named.</summary>
internal sealed class LeaderboardOutput(CommandHost host, bool asJson, string? file)
{
    public static Option<string?> OutOption() => new("--out") { Description = "Also write the leaderboard as proto JSON; the file is replaced whole or not at all", HelpName = "FILE.json" };

    public static LeaderboardOutput Of(CommandHost host, bool asJson, string? file) => new(host, asJson, file);

    public async Task WriteAsync(Leaderboard leaderboard, CancellationToken cancellationToken)
    {
        if (asJson)
            host.WriteData(Leaderboards.FormatJson(leaderboard));
        else
            new LeaderboardView(host.Output).Show(leaderboard);
        if (file is null)
            return;
        await Leaderboards.WriteJsonAsync(leaderboard, file, cancellationToken);
        host.Tell($"Leaderboard written to {file}");
    }
}
