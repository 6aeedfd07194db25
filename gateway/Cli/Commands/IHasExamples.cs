namespace MedHelm.Cli.Commands;

/// <summary>A command with command lines to show under --help.</summary>
internal interface IHasExamples
{
    IReadOnlyList<string> Examples { get; }
}
