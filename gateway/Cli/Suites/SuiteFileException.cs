namespace MedHelm.Cli.Suites;

/// <summary>A suite file that cannot be used, with everything that is wrong in it.</summary>
public sealed class SuiteFileException(IReadOnlyList<SuiteFileError> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>In the order of the file; at least one.</summary>
    public IReadOnlyList<SuiteFileError> Errors { get; } = errors;
}
