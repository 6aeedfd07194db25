using System.Runtime.InteropServices;

namespace MedHelm.Testing.Processes;

/// <summary>The few signals the tests send; .NET itself can only kill.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static void Send(int processId, int signal)
    {
        if (processId <= 1) throw new ArgumentOutOfRangeException(nameof(processId), processId, "Only own child processes are signalled.");
        _ = NativeKill(processId, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeKill(int processId, int signal);
}
