using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Reporting.V1;

namespace MedHelm.Cli.Standings;

/// <summary>What a model is called, with the tags that keep it from being taken for something else.</summary>
internal static class ModelName
{
    public static string Plain(LeaderboardRow row) => row.DisplayName.Length > 0 ? row.DisplayName : row.Model;

    public static string Tagged(LeaderboardRow row, int width)
    {
        var name = NarrowText.Wrap(Plain(row), width);
        var tag = Tag(row);
        if (tag.Length == 0)
            return name;
        var lastLine = name.Length - 1 - name.LastIndexOf('\n');
        return lastLine + 1 + tag.Length <= width ? $"{name} {tag}" : $"{name}\n{tag}";
    }

    private static string Tag(LeaderboardRow row) => (row.Baseline, row.Replay) switch
    {
        (true, true) => "[baseline, replay]",
        (true, false) => "[baseline]",
        (false, true) => "[replay]",
        _ => "",
    };
}
