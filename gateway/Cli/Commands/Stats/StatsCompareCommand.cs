using System.CommandLine;
using MedHelm.Cli.Connection;
using MedHelm.Cli.Terminal;
using MedHelm.Contracts.Scoring.V1;
using Spectre.Console;

namespace MedHelm.Cli.Commands.Stats;

internal sealed class StatsCompareCommand : GatewayCommand
{
    private static readonly Dictionary<string, PairedTest> Tests = new(StringComparer.Ordinal)
    {
        ["mcnemar"] = PairedTest.Mcnemar,
        ["permutation"] = PairedTest.Permutation,
        ["bootstrap"] = PairedTest.Bootstrap,
    };

    private readonly ScoreFile scores;
    private readonly Option<string?> first = new("--first") { Description = "Compare only this model ...", HelpName = "MODEL" };
    private readonly Option<string?> second = new("--second") { Description = "... and only with this one; else every pair", HelpName = "MODEL" };
    private readonly Option<string?> test = new("--test") { Description = "The test (else McNemar for scores of 0 and 1 without clusters, permutation for others)", HelpName = string.Join('|', Tests.Keys) };
    private readonly ResamplingOptions resampling;

    public StatsCompareCommand(CommandHost host, GlobalOptions globals)
        : base("compare", "Compare models on the instances that both have, corrected for the number of comparisons", host, globals)
    {
        scores = new(this);
        test.AcceptOnlyFromAmong([.. Tests.Keys]);
        Options.Add(first);
        Options.Add(second);
        Options.Add(test);
        resampling = new(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "medhelm stats compare scores.csv",
        "medhelm stats compare scores.csv --first model-a --second model-b --test permutation --seed 7",
        "",
        .. ScoreFile.Format,
    ];

    protected override async Task<int> ExecuteAsync(ParseResult parse, GatewayClient gateway, CancellationToken cancellationToken)
    {
        var table = scores.Read(parse);
        if (table.Columns.Select(c => c.Direction).Distinct().Count() > 1)
            throw new CommandFailure(ExitCodes.BadUsage, "the benchmarks of the file differ in direction, and the pairs are one family", "Compare benchmarks of each direction by themselves.");
        CheckModels(table, parse.GetValue(first), parse.GetValue(second));
        var request = new CompareScoresRequest
        {
            Pairs = { table.Columns.SelectMany(column => Pairs(column, parse.GetValue(first), parse.GetValue(second))) },
            Test = parse.GetValue(test) is { } name ? Tests[name] : PairedTest.Unspecified,
            Resampling = resampling.Read(parse),
            LowerIsBetter = table.Columns[0].Direction == Direction.LowerIsBetter,
        };
        if (request.Pairs.Count == 0) throw new CommandFailure(ExitCodes.BadUsage, "there is no pair of models with a benchmark in common", "A comparison needs two models, each with scores of the same instances.");
        var reply = await gateway.Statistics.CompareScoresAsync(request, gateway.Soon(cancellationToken, seconds: 300));
        return Print(parse, reply, () =>
        {
            Host.Output.WriteWhole(PairTable.Of(reply.Comparisons));
            Host.Output.WriteLine(PairTable.Legend);
            Host.Output.WriteLine(EstimateText.Settings(reply.Resampling));
        });
    }

    private static void CheckModels(AggregateRequest table, string? first, string? second)
    {
        var models = table.Columns.SelectMany(c => c.Models).Select(m => m.Model).ToHashSet(StringComparer.Ordinal);
        foreach (var model in new[] { first, second }.OfType<string>().Where(m => !models.Contains(m)))
            throw new CommandFailure(ExitCodes.BadUsage, $"the file has no model '{model}'", $"It has {string.Join(", ", models)}.");
    }

    private static IEnumerable<PairedScores> Pairs(AggregateColumn column, string? first, string? second)
    {
        for (var a = 0; a < column.Models.Count; a++)
        {
            for (var b = a + 1; b < column.Models.Count; b++)
            {
                var (one, other) = (column.Models[a], column.Models[b]);
                if (Wanted(one, other, first, second)) yield return Pair(column, one, other);
                else if (Wanted(other, one, first, second)) yield return Pair(column, other, one);
            }
        }
    }

    private static bool Wanted(AggregateValues one, AggregateValues other, string? first, string? second) =>
        (first is null || one.Model == first) && (second is null || other.Model == second);

    private static PairedScores Pair(AggregateColumn column, AggregateValues one, AggregateValues other)
    {
        var theirs = other.Positions.Zip(other.Values).ToDictionary(p => p.First, p => p.Second);
        var pair = new PairedScores { Name = $"{column.Benchmark}: {one.Model} - {other.Model}" };
        foreach (var (position, value) in one.Positions.Zip(one.Values))
        {
            if (!theirs.TryGetValue(position, out var against)) continue;
            pair.First.Add(value);
            pair.Second.Add(against);
            if (column.Clusters.Count > 0) pair.Clusters.Add(column.Clusters[position]);
        }
        return pair;
    }
}
