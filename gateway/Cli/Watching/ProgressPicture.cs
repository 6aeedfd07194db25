using System.Globalization;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Evaluation.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MedHelm.Cli.Watching;

/// <summary>One frame of the live display: the total, then a bar for each model on each benchmark,
/// or for each model where that would be too many.</summary>
internal static class ProgressPicture
{
    private const int MostBars = 16;
    private const int NumbersWidth = 26;

    public static IRenderable Draw(Run run, RunPace pace, Profile profile)
    {
        var bars = Bars(run, profile.Height - 3);
        var longest = Math.Max(24, profile.Width - NumbersWidth - 16);
        var label = Math.Min(longest, bars.Select(b => b.Label.Length).Append(5).Max());
        var width = Math.Clamp(profile.Width - label - NumbersWidth, 10, 40);
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { NoWrap = true, Width = label }).AddColumn(new GridColumn { NoWrap = true, Width = width })
            .AddColumn(Number()).AddColumn(Number());
        foreach (var bar in bars.Prepend(new("total", "", run.Progress?.Decided ?? 0, run.Progress?.Planned ?? 0)))
            grid.AddRow(new Text(bar.Shortened(label)), Picture(bar, width, profile.Capabilities.Unicode), new Text(Percent(bar)), new Text(Count(bar)));
        var headline = new Text(Headline(run, pace, profile.Width)) { Overflow = Overflow.Ellipsis };
        return run.Progress is { Planned: > 0 } ? new Rows(headline, grid) : headline;
    }

    private static string Headline(Run run, RunPace pace, int width)
    {
        var line = RunStatus.Line(run, pace);
        var watched = $", {Durations.Format(pace.Elapsed)} watched";
        return run.State == RunState.Running && line.Length + watched.Length < width ? line + watched : line;
    }

    private static List<Bar> Bars(Run run, int room)
    {
        var cells = run.Progress?.Cells ?? [];
        var most = Math.Min(MostBars, room);
        if (cells.Count <= most)
            return [.. cells.Select(c => new Bar(c.Candidate, c.Benchmark, c.Decided, c.Planned))];
        var models = cells.GroupBy(c => c.Candidate, StringComparer.Ordinal).Select(g => new Bar(g.Key, "", g.Sum(c => c.Decided), g.Sum(c => c.Planned))).ToList();
        return models.Count <= Math.Max(0, room) ? models : [];
    }

    private static Paragraph Picture(Bar bar, int width, bool unicode)
    {
        var done = bar.Planned == 0 ? 0 : (int)(bar.Decided * width / bar.Planned);
        var (full, rest) = unicode ? ('━', '─') : ('#', '-');
        return new Paragraph()
            .Append(new string(full, done), new Style(bar.Decided == bar.Planned ? Color.Green : Color.Blue))
            .Append(new string(rest, width - done), new Style(Color.Grey));
    }

    private static string Count(Bar bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{bar.Decided}/{bar.Planned}");

    private static string Percent(Bar bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{RunStatus.Percent(bar.Decided, bar.Planned)} %");

    private static GridColumn Number() => new() { NoWrap = true, Alignment = Justify.Right };

    private sealed record Bar(string Model, string Benchmark, long Decided, long Planned)
    {
        public string Label => Benchmark.Length == 0 ? Model : $"{Model} {Benchmark}";

        // The model's name gives way: the benchmark's tells its bars apart.
        public string Shortened(int width)
        {
            var room = Benchmark.Length == 0 ? width : width - Benchmark.Length - 1;
            return Label.Length <= width || room < 4 ? Label : $"{Model[..(room - 1)]}…{(Benchmark.Length == 0 ? "" : $" {Benchmark}")}";
        }
    }
}
