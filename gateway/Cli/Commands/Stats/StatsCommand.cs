using System.CommandLine;
using MedHelm.Cli.Commands.Stats.Paper;

namespace MedHelm.Cli.Commands.Stats;

/// <summary>Statistics over files, which need no run, and the standings of a run.</summary>
internal sealed class StatsCommand : Command, IHasExamples
{
    public StatsCommand(CommandHost host, GlobalOptions globals)
        : base("stats", "Statistics over CSV files of scores, ratings and labels, and of a run: means, win rates, tests, agreement, planning")
    {
        Add(new StatsAggregateCommand(host, globals));
        Add(new StatsMeanCommand(host, globals));
        Add(new StatsCompareCommand(host, globals));
        Add(new StatsStandingsCommand(host, globals));
        Add(new StatsAgreementCommand(host, globals));
        Add(new StatsAnchoredCommand(host, globals));
        Add(new StatsPlanCommand(host, globals));
        Add(new StatsRunCommand(host, globals));
        Add(new StatsPaperCommand(host, globals));
    }

    public IReadOnlyList<string> Examples =>
    [
        "medhelm stats aggregate scores.csv",
        "medhelm stats standings scores.csv --resamples 10000 --seed 7",
        "medhelm stats compare scores.csv --first model-a --second model-b",
        "medhelm stats agreement ratings.csv --reference clinician",
        "medhelm stats run quick-1",
        "",
        .. ScoreFile.Format,
    ];
}
