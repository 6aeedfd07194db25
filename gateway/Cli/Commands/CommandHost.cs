using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using Spectre.Console;

namespace MedHelm.Cli.Commands;

/// <summary>Everything outside the program that commands touch.</summary>
internal sealed record CommandHost(
    IAnsiConsole Output,
    IAnsiConsole Error,
    TimeProvider Clock,
    IReadOnlyDictionary<string, string> Variables,
    Func<Uri, CallInvoker> Connect)
{
    /// <summary>What to say when following a run is stopped; null for the usual: the run goes on elsewhere.</summary>
    public string? WhenStopped { get; init; }

    public static CommandHost OfThisProcess() =>
        new(Consoles.Output(), Consoles.Error(), TimeProvider.System, EnvironmentVariables(), GatewayChannel.Open);

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    /// <summary>Data, byte for byte; wrapping and colours are for tables.</summary>
    public void WriteData(string text)
    {
        Output.Profile.Out.Writer.Write(text);
        Output.Profile.Out.Writer.Flush();
    }

    /// <summary>A message for people, never mixed with data.</summary>
    public void Tell(string line) => Error.WriteLine(line);

    /// <summary>Something to know before the data is used, never mixed with it.</summary>
    public void Warn(string line)
    {
        Error.Markup("[yellow]warning:[/] ");
        Error.WriteLine(line);
    }

    public void Complain(CommandFailure failure)
    {
        Error.Markup("[red]error:[/] ");
        Error.WriteLine(failure.Message);
        foreach (var line in failure.Advice)
            Error.WriteLine(line);
    }

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);
}
