using System.Globalization;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>Posts the published tables to the services, which compute everything.</summary>
internal sealed class PaperQuestions(PaperFolder paper, GatewayClient gateway, Resampling resampling, Action<string> warn)
{
    public async Task<PaperAnswers> AskAsync(CancellationToken cancel)
    {
        AggregateRequest[] tables = [paper.Leaderboard.Table, Without(paper.Leaderboard.Table, PaperBenchmarks.AddedAfterTheFirstVersion)];
        var aggregates = new List<Aggregated>();
        var (costs, rowTotals) = (new Dictionary<string, SumCostsResponse>(StringComparer.Ordinal), new Dictionary<string, SumCostsResponse>(StringComparer.Ordinal));
        foreach (var table in tables)
        {
            var set = table.Columns.Count.ToString(CultureInfo.InvariantCulture);
            foreach (var conventions in Aggregated.Asked)
                aggregates.Add(new(set, await gateway.Scoring.AggregateAsync(new(table) { Conventions = conventions }, gateway.Soon(cancel))));
            string[] benchmarks = [.. table.Columns.Select(c => c.Benchmark)];
            costs[set] = await gateway.Scoring.SumCostsAsync(new() { Rows = { paper.Costs.Parts }, Benchmarks = { benchmarks } }, gateway.Soon(cancel));
            rowTotals[set] = await gateway.Scoring.SumCostsAsync(new() { Rows = { paper.Costs.Totals }, Benchmarks = { benchmarks } }, gateway.Soon(cancel));
        }
        var agreement = new AgreementQuestions(paper.Ratings, gateway, resampling);
        var (agreed, pairs) = await agreement.AskAsync(warn, cancel);
        return new PaperAnswers
        {
            Aggregates = aggregates,
            Costs = costs,
            RowTotals = rowTotals,
            Agreement = agreed,
            Pairs = pairs,
            PairMeans = await agreement.MeansAsync(pairs, cancel),
        };
    }

    private static AggregateRequest Without(AggregateRequest table, IReadOnlyList<string> benchmarks) =>
        new() { Columns = { table.Columns.Where(column => !benchmarks.Contains(column.Benchmark, StringComparer.Ordinal)) } };
}
