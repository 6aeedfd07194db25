using System.Globalization;
using Spectre.Console;

namespace MedHelm.Cli.Terminal;

/// <summary>The consoles of this process, wide enough not to break tables and lines when they go to a file.</summary>
public static class Consoles
{
    private const int RedirectedTableWidth = 160;
    private const int RedirectedLineWidth = 4000;

    /// <summary>Standard output: tables and JSON.</summary>
    public static IAnsiConsole Output() => Create(Console.Out, Console.IsOutputRedirected, RedirectedTableWidth);

    /// <summary>Standard error: progress and messages.</summary>
    public static IAnsiConsole Error() => Create(Console.Error, Console.IsErrorRedirected, RedirectedLineWidth);

    private static IAnsiConsole Create(TextWriter writer, bool redirected, int redirectedWidth)
    {
        var output = new AnsiConsoleOutput(writer);
        if (!redirected)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = WidthFromEnvironment() ?? redirectedWidth;
        return console;
    }

    private static int? WidthFromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width >= 40
            ? width
            : null;
}
