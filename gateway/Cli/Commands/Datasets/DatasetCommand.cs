using System.CommandLine;
using System.CommandLine.Parsing;
using MedHelm.Catalog;
using MedHelm.Catalog.Acquisition;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Yaml;
using MedHelm.Cli.Terminal;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>A command on local data. What can go wrong on the way is explained here, once.</summary>
internal abstract class DatasetCommand : Command, IHasExamples
{
    private readonly GlobalOptions globals;

    protected DatasetCommand(string name, string description, CommandHost host, GlobalOptions globals, DatasetPlaces places)
        : base(name, description)
    {
        (Host, Places, this.globals) = (host, places, globals);
        SetAction(InvokeAsync);
        Validators.Add(RefuseFlags);
    }

    public abstract IReadOnlyList<string> Examples { get; }

    protected CommandHost Host { get; }

    protected DatasetPlaces Places { get; }

    /// <summary>What to say when the command is stopped.</summary>
    protected virtual string WhenStopped => "Stopped.";

    protected abstract Task<int> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken);

    protected bool AsJson(ParseResult parse) => parse.GetValue(globals.Json);

    protected void WriteJson(object value) => Host.WriteData(PlainJson.Of(value));

    /// <summary>The named benchmarks, each once, or all where none is named.</summary>
    /// <param name="dataPath">Folder of their data in place of their ids; empty for none.</param>
    protected static IReadOnlyList<BenchmarkFiles> Select(BenchmarkCatalog catalog, string[] ids, string? root, string dataPath = "")
    {
        var unknown = ids.Where(id => catalog.Find(id) is null).Distinct(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new CommandFailure(ExitCodes.BadUsage, $"there is no benchmark '{string.Join("', '", unknown)}'", "'medhelm datasets list' lists them; your own need --catalog DIR.");
        return [.. (ids.Length > 0 ? ids.Distinct(StringComparer.Ordinal) : catalog.Benchmarks.Select(b => b.Id)).Select(id => BenchmarkFiles.Of(catalog, id, root, dataPath))];
    }

    // Else an option that the command does not have would be taken for an id or a file.
    private static void RefuseFlags(CommandResult command)
    {
        foreach (var flag in command.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Where(v => v.StartsWith('-')))
            command.AddError($"'{command.Command.Name}' has no option '{flag}'");
    }

    private async Task<int> InvokeAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync(parse, cancellationToken);
        }
        catch (CommandFailure failure)
        {
            return Fail(failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Host.Tell(WhenStopped);
            return ExitCodes.Interrupted;
        }
        catch (CatalogException error)
        {
            return Fail(new(ExitCodes.Failed, "the catalog cannot be used", [.. error.Problems.Select(p => $"  {p}")]));
        }
        catch (Exception error) when (error is DatasetException or IOException or UnauthorizedAccessException)
        {
            return Fail(new(ExitCodes.Failed, error.Message));
        }
    }

    private int Fail(CommandFailure failure)
    {
        Host.Complain(failure);
        return failure.ExitCode;
    }
}
