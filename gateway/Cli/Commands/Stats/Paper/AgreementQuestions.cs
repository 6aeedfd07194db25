using Grpc.Core;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Stats.Paper;

/// <summary>Asks how far clinicians agree with the jury, and every two of them with each other.</summary>
internal sealed class AgreementQuestions(PaperRatings ratings, GatewayClient gateway, Resampling resampling)
{
    // The paper leaves out the third dataset that it collected ratings of.
    private static readonly string[] PaperSubset = ["aci_bench", "medi_qa"];

    // Equal marks are equal again after this many decimals; different ones stay different.
    private const int TieDecimals = 9;

    private static readonly double[] Marks = [1, 2, 3, 4, 5];

    public static string PaperSubsetName => string.Join(" + ", PaperSubset);

    public async Task<(IReadOnlyList<Agreed> Agreement, IReadOnlyList<Agreed> Pairs)> AskAsync(Action<string> warn, CancellationToken cancel)
    {
        var means = (await gateway.Scoring.AggregateAsync(ratings.Table, gateway.Soon(cancel))).Cells;
        var (agreed, pairs) = (new List<Agreed>(), new List<Agreed>());
        try
        {
            foreach (var (name, datasets) in Subsets())
            {
                CellMean[] own = [.. means.Where(cell => datasets.Contains(ratings.DatasetOf(cell.Benchmark), StringComparer.Ordinal))];
                agreed.Add((await MeasureAsync(name, own, [PaperRatings.Clinicians, PaperRatings.Jury], both: true, cancel))!);
                foreach (var two in RaterPairs(own))
                    if (await MeasureAsync(name, own, two, both: false, cancel) is { } pair) pairs.Add(pair);
            }
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            warn("this system cannot measure agreement of raters: MeasureAgreement is not known to it");
        }
        return (agreed, pairs);
    }

    /// <summary>By subset, over the pairs whose agreement is defined.</summary>
    public async Task<IReadOnlyDictionary<string, double>> MeansAsync(IReadOnlyList<Agreed> pairs, CancellationToken cancel)
    {
        // An ICC has no lower end; the scale only has to hold them.
        var table = new AggregateRequest
        {
            Columns =
            {
                pairs.Where(pair => pair.Icc3k is not null).GroupBy(pair => pair.Subset, StringComparer.Ordinal).Select(subset => new AggregateColumn
                {
                    Benchmark = subset.Key,
                    Direction = Direction.HigherIsBetter,
                    RangeMin = -1e9,
                    RangeMax = 1,
                    Models = { new AggregateValues { Model = "pairs", Values = { subset.Select(pair => pair.Icc3k!.Value) } } },
                }),
            },
        };
        var reply = await gateway.Scoring.AggregateAsync(table, gateway.Soon(cancel));
        return reply.Cells.ToDictionary(cell => cell.Benchmark, cell => cell.Mean, StringComparer.Ordinal);
    }

    private IEnumerable<(string Name, string[] Datasets)> Subsets() =>
    [
        .. ratings.Datasets.Select(dataset => (dataset, new[] { dataset })),
        (PaperSubsetName, PaperSubset),
        (Agreed.All, [.. ratings.Datasets]),
    ];

    private static IEnumerable<string[]> RaterPairs(CellMean[] means) => means
        .Where(cell => cell.Model is not (PaperRatings.Clinicians or PaperRatings.Jury))
        .GroupBy(cell => cell.Benchmark, cell => cell.Model, StringComparer.Ordinal)
        .SelectMany(answer => answer.SelectMany(first => answer.Where(second => string.CompareOrdinal(first, second) < 0).Select(second => (First: first, Second: second))))
        .Distinct().Order().Select(pair => new[] { pair.First, pair.Second });

    // Null below two answers that all of them rated.
    private async Task<Agreed?> MeasureAsync(string subset, CellMean[] means, string[] raters, bool both, CancellationToken cancel)
    {
        var answers = means.Where(cell => raters.Contains(cell.Model, StringComparer.Ordinal))
            .GroupBy(cell => cell.Benchmark, StringComparer.Ordinal)
            .Where(answer => answer.Count() == raters.Length)
            .ToList();
        if (answers.Count < 2) return null;
        RatedItem[] tied = [.. answers.Select(answer => Item(answer.Key, raters.Select(rater => Math.Round(answer.First(cell => cell.Model == rater).Mean, TieDecimals))))];
        var request = new MeasureAgreementRequest { Raters = { raters }, Categories = { Marks }, Resampling = resampling, Standardise = true, Rounding = Rounding.HalfToEven };
        if (!both) return new(subset, raters, answers.Count, await PostAsync(request, tied, cancel), Raw: null);
        var asSummed = await PostAsync(request, answers.Select(answer => Item(answer.Key, raters.Select(rater => ratings.PlainMean(answer.Key, rater)))), cancel);
        return new(subset, raters, answers.Count, asSummed, await PostAsync(new(request) { Standardise = false, Rounding = Rounding.HalfUp }, tied, cancel));
    }

    private static RatedItem Item(string name, IEnumerable<double> values) => new() { Item = name, Ratings = { values.Select(value => new Rating { Value = value }) } };

    private async Task<MeasureAgreementResponse> PostAsync(MeasureAgreementRequest request, IEnumerable<RatedItem> items, CancellationToken cancel) =>
        await gateway.Statistics.MeasureAgreementAsync(new(request) { Items = { items } }, gateway.Soon(cancel, seconds: 120));
}
