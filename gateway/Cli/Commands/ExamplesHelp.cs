using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MedHelm.Cli.Commands;

/// <summary>The usual help, then what only examples can say.</summary>
internal sealed class ExamplesHelp(HelpAction usual, IReadOnlyList<string> rootNotes) : SynchronousCommandLineAction
{
    // --help wins over whatever else is wrong with the line.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        foreach (var line in Notes(parseResult.CommandResult.Command))
            output.WriteLine(line);
        return ExitCodes.Completed;
    }

    private IEnumerable<string> Notes(Command command) =>
        command is IHasExamples { Examples: { Count: > 0 } examples }
            ? [.. examples.Select(e => e.Length == 0 ? "" : $"  {e}").Prepend("Examples:"), ""]
            : rootNotes;
}
