using System.Diagnostics;

namespace MedHelm.Testing.Processes;

/// <summary>
/// A shell that kills the children and deletes the folders of this test process when it ends, even by kill -9:
/// it reads what there is to clean from a pipe, and the pipe's end is the sign to do it.
/// </summary>
internal sealed class Reaper
{
    // The last complete line counts: process ids apart by blanks, then folders, each after a bar.
    private const string Script = """
        while read -r line; do last=$line; done
        for pid in ${last%%|*}; do kill -9 "-$pid" "$pid"; done
        case $last in *\|*) ;; *) exit 0 ;; esac
        sleep 0.2
        IFS='|'; set -f; set -- ${last#*|}
        rm -rf -- "$@" || { sleep 1; rm -rf -- "$@"; }
        """;

    private readonly Lock gate = new();
    private readonly HashSet<int> processes = [];
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private readonly StreamWriter pipe;

    private Reaper()
    {
        var start = new ProcessStartInfo("setsid")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            ArgumentList = { "sh", "-c", $"exec >/dev/null 2>&1; cd /; {Script}" },
        };
        var shell = Process.Start(start) ?? throw new InvalidOperationException("setsid (package util-linux) did not start.");
        pipe = shell.StandardInput;
        pipe.AutoFlush = true;
        pipe.NewLine = "\n";
    }

    public static Reaper Shared { get; } = new();

    public void Watch(ChildProcess process) => Change(() => processes.Add(process.Id));

    public void Forget(ChildProcess process) => Change(() => processes.Remove(process.Id));

    public void Watch(TemporaryFolder folder) => Change(() => folders.Add(folder.Path));

    public void Forget(TemporaryFolder folder) => Change(() => folders.Remove(folder.Path));

    private void Change(Func<bool> change)
    {
        lock (gate)
        {
            if (change()) pipe.WriteLine(string.Join(' ', processes) + string.Concat(folders.Select(folder => $"|{folder}")));
        }
    }
}
