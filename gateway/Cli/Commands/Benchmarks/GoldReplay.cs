using Grpc.Core;
using MedHelm.Catalog.Checks;
using MedHelm.Catalog.Definitions;
using MedHelm.Cli.Connection;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Scoring.V1;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>
/// Has the gold answer of every instance scored as if a model had given it, and a wrong one beside it: the first must get the metric's best value, the second less.
/// </summary>
internal sealed class GoldReplay
{
    private const int MostAnswers = 500;
    private const int MostAnswersWithAttachments = 100;
    private const int MostBytes = 1 << 20;
    private const int Patience = 600;

    private readonly GatewayClient gateway;
    private readonly Dictionary<string, Metric> metrics;

    private GoldReplay(GatewayClient gateway, Dictionary<string, Metric> metrics)
    {
        this.gateway = gateway;
        this.metrics = metrics;
    }

    /// <summary>Null with the reason when no system answers at the address.</summary>
    /// <exception cref="RpcException">One is there, and cannot say which metrics it has.</exception>
    public static async Task<(GoldReplay? Replay, string Problem)> OpenAsync(GatewayClient gateway, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await gateway.Scoring.ListMetricsAsync(new(), gateway.Soon(cancellationToken, seconds: 10));
            return (new(gateway, reply.Metrics.ToDictionary(m => m.Name, StringComparer.Ordinal)), "");
        }
        catch (RpcException e) when (IsAway(e) && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"no system answers at {gateway.Address.Display}; start one (dotnet run -c Release --project services/Standalone), or name its --address.");
        }
    }

    public async Task<ReplayReport> RunAsync(BenchmarkCheck check, CancellationToken cancellationToken)
    {
        var definition = check.Definition;
        var scored = ReplayReport.Computable(definition);
        var report = ReplayReport.Unscored(definition, because: null);
        if (scored.Count == 0)
            return report;
        if (scored.FirstOrDefault(name => !metrics.ContainsKey(name)) is { } unknown)
            return report with { NotScored = $"the system at {gateway.Address.Display} has no metric {unknown}; is it of the same version?", Refused = true };
        try
        {
            var tallies = scored.Select(name => new MetricTally(metrics[name])).ToList();
            var without = await ScoreAsync(check, scored, tallies, cancellationToken);
            return report with { Metrics = [.. tallies.Select(t => t.Finish())], WithoutGold = without };
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return report with { NotScored = Why(e, definition), Refused = !IsAway(e) };
        }
    }

    private async Task<int> ScoreAsync(BenchmarkCheck check, IReadOnlyList<string> scored, List<MetricTally> tallies, CancellationToken cancellationToken)
    {
        var without = 0;
        var size = 0;
        var ids = new List<string>();
        var request = Empty(check, scored);
        foreach (var instance in check.Instances)
        {
            if (GoldAnswers.Of(check, instance) is not var (gold, wrong))
            {
                without++;
                continue;
            }
            ids.Add(instance.Id);
            request.Answers.Add(gold);
            request.Answers.Add(wrong);
            size += gold.CalculateSize() + wrong.CalculateSize();
            if (size < MostBytes && request.Answers.Count < (check.Attachments.Count > 0 ? MostAnswersWithAttachments : MostAnswers))
                continue;
            await SendAsync(request, ids, tallies, cancellationToken);
            (request, size) = (Empty(check, scored), 0);
            ids.Clear();
        }
        if (ids.Count > 0)
            await SendAsync(request, ids, tallies, cancellationToken);
        return without;
    }

    private async Task SendAsync(ScoreAnswersRequest request, List<string> ids, List<MetricTally> tallies, CancellationToken cancellationToken)
    {
        var reply = await gateway.Scoring.ScoreAnswersAsync(request, gateway.Soon(cancellationToken, Patience));
        for (var i = 0; i < ids.Count; i++)
        {
            for (var m = 0; m < tallies.Count; m++)
                tallies[m].Add(ids[i], reply.Answers[2 * i].Scores[m], reply.Answers[(2 * i) + 1].Scores[m]);
        }
    }

    private static ScoreAnswersRequest Empty(BenchmarkCheck check, IReadOnlyList<string> scored) => new()
    {
        Metrics = { scored },
        Adaptation = check.Definition.Adaptation,
        Attachments = { check.Attachments.Select(a => new Attachment { Name = a.Name, Sha256 = a.Sha256, Size = a.Size }) },
    };

    /// <summary>Whether nobody is there who could say what is wrong. Whoever is there and fails would fail in a run too.</summary>
    private static bool IsAway(RpcException error) => RpcFailure.Transport(error) is not null || error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;

    private string Why(RpcException error, BenchmarkDefinition definition)
    {
        var failure = RpcFailure.Explain(error, gateway.Address);
        var why = string.Join(' ', failure.Advice.Select(a => a.Trim()).Where(_ => error.StatusCode == StatusCode.InvalidArgument).Prepend(failure.Message));
        return error.StatusCode == StatusCode.NotFound
            ? $"{why} The system at {gateway.Address.Display} must have {definition.Id} and its data: start it with the same --catalog and --datasets."
            : why;
    }
}
