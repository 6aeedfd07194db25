using System.Globalization;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring.Statistics.Resampling;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Scoring.Checks;

/// <summary>Checks a posted table, and what its resampling would take, before its standings are estimated.</summary>
internal static class StandingsTable
{
    private const int MostModels = 100;

    // Numbers kept at a time: 160 MB, and 240 MB for the differences of pairs.
    private const double MostKept = 20e6;
    private const double MostDifferences = 30e6;

    // Every pair on every benchmark takes some 300 bytes in the answer.
    private const double MostPairs = 200e3;

    // Numbers added: a few seconds on two cores where nobody said how many resamples, about a minute where somebody did.
    private const double MostAdded = 2e11;
    private const double MostAddedUnasked = 2e10;

    /// <summary>
    /// The settings, and whether the work may take more than a few seconds, after everything that is wrong with the request was thrown at
    /// once. Where the number of resamples was left open, a very large table gets fewer of them.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT.</exception>
    internal static (ResamplingSettings Settings, bool IsLarge) Check(EstimateStandingsRequest request)
    {
        var violations = new Violations();
        request.Table ??= new AggregateRequest();
        AggregateTable.Check(request.Table, violations, "table.");
        var settings = ResamplingSettings.Read(request.Resampling, "resampling", violations);
        violations.Require(settings.Method is IntervalMethod.Percentile or IntervalMethod.Bca, "resampling.method", "must be percentile or BCa");
        violations.Require(Enum.IsDefined(request.Drawn), "drawn", "must say what is drawn: instances, benchmarks or both");

        var models = request.Table.Columns.SelectMany(column => column.Models).Select(model => model.Model).Distinct(StringComparer.Ordinal).Count();
        violations.Require(models <= MostModels, "table", Text($"must have at most {MostModels} models, had {models}"));
        var work = request.Table.Columns.Select(column => (Rows: (double)AggregateInstances.Of(column), Lanes: Lanes(column, models))).ToArray();
        violations.Require(work.Sum(c => c.Rows * Math.Max(1, Math.Max(c.Lanes, models))) <= MostDifferences, "table", "must be smaller: its models and instances together are more than can be compared at once; take fewer models or fewer benchmarks");
        var pairs = request.Table.Columns.Count * (models * (models - 1) / 2.0);
        violations.Require(request.WithoutBenchmarkPairs || pairs <= MostPairs, "without_benchmark_pairs", Text($"must be true, because {models} models on {request.Table.Columns.Count} benchmarks make {pairs} pairs and at most {MostPairs} can be answered"));
        for (var i = 0; i < request.Table.Columns.Count; i++) CheckSubsets(request.Table.Columns[i], $"table.columns[{i}]", violations);
        var added = Math.Max(1, work.Sum(c => c.Rows * (c.Lanes + models)));
        var most = Math.Floor(Math.Min(
            MostKept / Math.Max(1, models * (request.Table.Columns.Count + models + 2.0)),
            (request.Resampling is null or { Resamples: 0 } ? MostAddedUnasked : MostAdded) / added));
        if (request.Resampling is null or { Resamples: 0 } && most >= ResamplingSettings.Fewest) settings = settings with { Resamples = (int)Math.Min(settings.Resamples, most) };
        violations.Require(settings.Resamples <= most, "resampling.resamples", Text($"are too many for {models} models and {request.Table.Columns.Count} benchmarks: take at most {most}, or a smaller table"));
        violations.ThrowIfAny();
        return (settings, settings.Resamples * added > MostAddedUnasked);
    }

    /// <summary>An instance is in one sub-run, whichever model answers it. The first that is not is enough.</summary>
    private static void CheckSubsets(AggregateColumn column, string field, Violations violations)
    {
        var scored = column.Models.Where(model => model.Values.Count > 0).ToArray();
        var instances = AggregateInstances.Of(column);
        var aligned = scored.All(model => model.Positions.Count > 0 || model.Values.Count == instances);
        var known = new Dictionary<int, string>();
        foreach (var model in scored)
        {
            var at = $"{field}.models[{column.Models.IndexOf(model)}].subsets";
            if (model.Subsets.Count == 0 != (scored[0].Subsets.Count == 0))
            {
                violations.Add(at, "must be there for every model of the column or for none");
                return;
            }
            for (var v = 0; aligned && v < Math.Min(model.Subsets.Count, model.Values.Count); v++)
            {
                var position = v < model.Positions.Count ? model.Positions[v] : v;
                if (known.TryAdd(position, model.Subsets[v]) || known[position] == model.Subsets[v]) continue;
                violations.Add($"{at}[{v}]", Text($"must be '{known[position]}', the sub-run of instance {position} before, was '{model.Subsets[v]}'"));
                return;
            }
        }
    }

    /// <summary>Without gaps the differences of all pairs follow from the models' own rows.</summary>
    private static int Lanes(AggregateColumn column, int models) =>
        column.Models.Count == models && column.Models.All(model => model.Values.Count == AggregateInstances.Of(column)) ? models : models * (models - 1) / 2;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
