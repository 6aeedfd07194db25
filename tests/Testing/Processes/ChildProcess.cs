using System.Diagnostics;

namespace MedHelm.Testing.Processes;

/// <summary>A running child process in a session of its own, with its output in files, that does not outlive the test process.</summary>
public sealed class ChildProcess : IDisposable
{
    // The shell puts files in place of the streams and becomes the program, so nothing has to be pumped and the id stays the same.
    private const string Redirect = """out=$1 err=$2; shift 2; exec "$@" >>"$out" 2>>"$err" </dev/null""";

    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(30);
    private readonly ProgramStart start;
    private readonly Process process;

    private ChildProcess(ProgramStart start, Process process)
    {
        this.start = start;
        this.process = process;
        Id = process.Id;
        Reaper.Shared.Watch(this);
    }

    public int Id { get; }

    public bool HasExited => process.HasExited;

    /// <summary>Memory held now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Processor time used so far, user and system together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static ChildProcess Start(ProgramStart start)
    {
        var info = new ProcessStartInfo("setsid") { WorkingDirectory = start.Folder ?? "" };
        foreach (var argument in (string[])["sh", "-c", Redirect, "sh", start.OutputFile, start.ErrorFile, start.Program, .. start.Arguments])
            info.ArgumentList.Add(argument);
        foreach (var (name, value) in start.Environment)
        {
            if (value is null) info.Environment.Remove(name);
            else info.Environment[name] = value;
        }
        return new(start, Process.Start(info) ?? throw new InvalidOperationException($"{start.Program} did not start."));
    }

    /// <summary>SIGKILL: the process gets no chance to tidy up.</summary>
    public Task KillAsync() => EndAsync(Signals.Kill);

    /// <summary>SIGTERM, then a bounded wait for the orderly end.</summary>
    public Task StopAsync() => EndAsync(Signals.Terminate);

    /// <summary>Waits for a program that ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation = default)
    {
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    internal async Task EndAsync(int signal)
    {
        if (!process.HasExited) Signals.Send(Id, signal);
        using var bound = new CancellationTokenSource(ExitTimeout);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException late)
        {
            Signals.Send(Id, Signals.Kill);
            throw new TimeoutException($"{Describe()} did not end {ExitTimeout.TotalSeconds:0} s after signal {signal} and was killed.", late);
        }
        Reaper.Shared.Forget(this);
    }

    /// <summary>Program, id, exit code and the end of its output: what a failed start needs to be understood.</summary>
    public string Describe()
    {
        var state = process.HasExited ? $"exited with code {process.ExitCode}" : "running";
        return $"{start.Program} (process {Id}, {state})\n{Tail(start.OutputFile)}{Tail(start.ErrorFile)}";
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Signals.Send(Id, Signals.Kill);
            process.WaitForExit(ExitTimeout);
        }
        Reaper.Shared.Forget(this);
        process.Dispose();
    }

    private static string Tail(string file)
    {
        if (!File.Exists(file)) return "";
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(Math.Max(0, stream.Length - 4000), SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
