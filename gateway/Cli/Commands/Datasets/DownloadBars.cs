using MedHelm.Catalog.Acquisition;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Datasets;

internal sealed class DownloadBars(IAnsiConsole console, ProgressContext context) : IAcquisitionProgress
{
    private readonly Dictionary<string, ProgressTask> tasks = new(StringComparer.Ordinal);

    public void Say(string line) => console.WriteLine(line);

    public void Advance(string file, long done, long? total)
    {
        if (!tasks.TryGetValue(file, out var task))
            tasks[file] = task = context.AddTask(Markup.Escape(file));
        task.IsIndeterminate = total is null;
        task.MaxValue = Math.Max(total ?? done, 1);
        task.Value = done;
    }
}
