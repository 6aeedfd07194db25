using MedHelm.Catalog.Acquisition;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>Shows downloads: a moving bar on a terminal, a line now and then elsewhere.</summary>
internal static class DownloadView
{
    public static Task<T> FollowAsync<T>(CommandHost host, Func<IAcquisitionProgress, Task<T>> work) =>
        host.Error.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } }
            ? host.Error.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
                .StartAsync(context => work(new DownloadBars(host.Error, context)))
            : work(new DownloadLines(host.Tell, host.Clock));
}
