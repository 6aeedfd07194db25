using System.Text.Json;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>A model's row in the paper's table, with two decimals.</summary>
internal sealed record PublishedRow(double WinRate, double WinSd, double Macro, double Sd)
{
    public static PublishedRow Of(JsonElement row) =>
        new(row.GetProperty("win_rate_tex").GetDouble(), row.GetProperty("win_sd_tex").GetDouble(), row.GetProperty("macro_tex").GetDouble(), row.GetProperty("sd_tex").GetDouble());
}
