namespace MedHelm.Testing.Processes;

/// <summary>A program to run with its arguments, environment and the files its output goes to.</summary>
public sealed record ProgramStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Added to the environment of the test process; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>File that standard output is appended to.</summary>
    public required string OutputFile { get; init; }

    /// <summary>File that standard error is appended to.</summary>
    public required string ErrorFile { get; init; }

    /// <summary>Folder the program starts in; null is the test process's own.</summary>
    public string? Folder { get; init; }
}
