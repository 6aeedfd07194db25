using System.Globalization;
using MedHelm.Catalog.Acquisition;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>A line for the start and the end of each download, for each tenth of it that takes a second or more, and each ten seconds.</summary>
internal sealed class DownloadLines(Action<string> write, TimeProvider clock) : IAcquisitionProgress
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private string current = "";
    private long first;
    private long since;
    private long shown;
    private long shownAt;

    public void Say(string line) => write(line);

    public void Advance(string file, long done, long? total)
    {
        var started = file != current || done < shown;
        if (started)
            (current, first, since) = (file, done, clock.GetTimestamp());
        if (!started && !IsNews(done, total))
            return;
        (shown, shownAt) = (done, clock.GetTimestamp());
        var seconds = clock.GetElapsedTime(since).TotalSeconds;
        var of = total is { } all ? $" of {ByteSize.Format(all)}" : "";
        var rate = done > first && seconds > 0 ? $", {ByteSize.Format((done - first) / seconds)}/s" : "";
        write(string.Create(CultureInfo.InvariantCulture, $"{file}: {ByteSize.Format(done)}{of}{rate}"));
    }

    private bool IsNews(long done, long? total)
    {
        var passed = clock.GetElapsedTime(shownAt);
        return passed >= Quiet || (total is > 0 and var all && done > shown && (done == all || (passed >= Short && done * 10 / all > shown * 10 / all)));
    }
}
