using System.CommandLine;
using System.CommandLine.Help;
using MedHelm.Cli.Commands.Benchmarks;
using MedHelm.Cli.Commands.Budgets;
using MedHelm.Cli.Commands.Cache;
using MedHelm.Cli.Commands.Datasets;
using MedHelm.Cli.Commands.Juries;
using MedHelm.Cli.Commands.Keys;
using MedHelm.Cli.Commands.Scores;
using MedHelm.Cli.Commands.Stats;
using MedHelm.Cli.Commands.Trust;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Doctor;

namespace MedHelm.Cli.Commands;

/// <summary>The table of contents: every command there is.</summary>
internal sealed class MedHelmCommandLine
{
    private static readonly string[] Notes =
    [
        "Examples:",
        "  medhelm run --suite quickstart                   run a suite, watch it, see the leaderboard",
        "  medhelm leaderboard quick-1 --out board.json     keep a leaderboard as a file",
        "  medhelm doctor                                   what is up, what is down, what to do",
        "",
        "Environment:",
        $"  {GatewayAddress.Variable}  the gateway's gRPC address, default {GatewayAddress.Default}",
        "",
        "Exit codes:",
        "  0 completed    1 failed    2 bad usage or refused    3 server not reachable    4 paused by a budget    130 stopped by Ctrl-C",
        "",
    ];

    private readonly CommandHost host;
    private readonly bool ownsProcess;
    private readonly RootCommand root;

    /// <summary>Whoever owns the process handles Ctrl-C: the program itself, or a host by the token it passes.</summary>
    public MedHelmCommandLine(CommandHost host, bool ownsProcess = false)
    {
        this.host = host;
        this.ownsProcess = ownsProcess;
        var globals = new GlobalOptions();
        root = new RootCommand("MedHELM: which language model should do this medical task, how sure are we, and what does it cost?")
        {
            new RunCommand(host, globals),
            new QuoteCommand(host, globals),
            new RunsCommand(host, globals),
            new WatchCommand(host, globals),
            new LeaderboardCommand(host, globals),
            new CompareCommand(host, globals),
            new StatsCommand(host, globals),
            new ScoreCommand(host, globals),
            new MetricsCommand(host, globals),
            new ScoresCommand(host, globals),
            new RescoreCommand(host, globals),
            new CertificateCommand(host, globals),
            new RatingsCommand(host, globals),
            new ReviewCommand(host, globals),
            new RejudgeCommand(host, globals),
            new JudgementsCommand(host, globals),
            new BenchCommand(host, globals),
            new LedgerCommand(host, globals),
            new BudgetCommand(host, globals),
            new BenchmarksCommand(host, globals),
            new DatasetsCommand(host, globals),
            new JuriesCommand(host, globals),
            new ModelsCommand(host, globals),
            new CacheCommand(host, globals),
            new KeysCommand(host, globals),
            new DoctorCommand(host, globals),
        };
        root.Add(globals.Address);
        root.Add(globals.Json);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ExamplesHelp((HelpAction)help.Action!, Notes);
    }

    public async Task<int> InvokeAsync(IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        // Nothing said: the help is the answer, but nothing was done.
        if (args.Count == 0)
            return await InvokeAsync(["--help"], cancellationToken) is 0 ? ExitCodes.BadUsage : ExitCodes.Failed;
        var parse = root.Parse(args);
        if (parse.Errors.Count > 0 && parse.Action is not ExamplesHelp)
            return Misused(parse);
        var configuration = new InvocationConfiguration
        {
            Output = host.Output.Profile.Out.Writer,
            Error = host.Error.Profile.Out.Writer,
            ProcessTerminationTimeout = ownsProcess ? TimeSpan.FromSeconds(2) : null,
        };
        return await parse.InvokeAsync(configuration, cancellationToken);
    }

    private int Misused(ParseResult parse)
    {
        var name = NameOf(parse.CommandResult.Command);
        var messages = parse.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).Reverse().ToList();
        host.Complain(new(
            ExitCodes.BadUsage,
            messages[0],
            [.. messages.Skip(1).Select(m => $"       {m}"), $"'{name} --help' shows how it is meant."]));
        return ExitCodes.BadUsage;
    }

    // With the commands it belongs to, such as "medhelm benchmarks check".
    private static string NameOf(Command command) =>
        command is RootCommand ? "medhelm" : $"{NameOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
