using System.Text;
using MedHelm.Cli.Commands;
using Spectre.Console;

namespace MedHelm.Tests.Unit.Cli;

/// <summary>Runs a command line against fake services and keeps what it wrote.</summary>
internal sealed class CommandLineHarness(FakeServices services)
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public string Output => output.ToString();

    public string Error => error.ToString();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public static IAnsiConsole Console(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        return console;
    }

    public Task<int> InvokeAsync(params string[] args) => InvokeAsync(CancellationToken.None, args);

    public Task<int> InvokeAsync(CancellationToken cancellationToken, params string[] args)
    {
        var host = new CommandHost(Console(new StringWriter(output), 120), Console(new StringWriter(error), 1000), TimeProvider.System, Variables, _ => services);
        return new MedHelmCommandLine(host).InvokeAsync(args, cancellationToken).WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
    }
}
