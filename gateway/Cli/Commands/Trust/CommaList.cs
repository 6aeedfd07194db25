using System.CommandLine;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>Options that take several names: separated by commas, or the option repeated.</summary>
internal static class CommaList
{
    public static Option<string[]> Option(string name, string description, string helpName) =>
        new(name) { Description = $"{description}; separated by commas, or repeated", HelpName = helpName, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };

    public static IEnumerable<string> Get(ParseResult parse, Option<string[]> option) =>
        (parse.GetValue(option) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
