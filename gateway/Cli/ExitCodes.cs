namespace MedHelm.Cli;

/// <summary>What a script can rely on; printed by <c>medhelm --help</c>.</summary>
internal static class ExitCodes
{
    public const int Completed = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;
    public const int Unreachable = 3;

    // A budget has no room; what is answered stays, and the run goes on once it is raised.
    public const int Paused = 4;

    // The shells' convention for a process ended by Ctrl-C.
    public const int Interrupted = 130;
}
