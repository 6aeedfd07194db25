namespace MedHelm.Cli;

/// <summary>Ends a command with a message for people (the first line says what is wrong, the rest what to do) and an exit code.</summary>
internal sealed class CommandFailure(int exitCode, string message, params IReadOnlyList<string> advice) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Advice { get; } = advice;
}
