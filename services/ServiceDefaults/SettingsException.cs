namespace MedHelm.ServiceDefaults;

/// <summary>One or more settings are unusable; the message names every one.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The problems, each saying what is wrong and what to do.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
