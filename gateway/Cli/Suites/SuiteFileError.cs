using System.Globalization;

namespace MedHelm.Cli.Suites;

/// <summary>One thing wrong in a suite file: where, under which key, and what would be right.</summary>
public sealed record SuiteFileError(string File, long Line, string Key, string Message)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {(Key.Length == 0 ? "" : $"{Key}: ")}{Message}");
}
