using Grpc.Core;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Scoring;

namespace MedHelm.Tests.Unit.Judging.Bench;

/// <summary>Scoring's own means without the network between, and a test of drift that bets on both sides at several stakes.</summary>
internal sealed class BenchStatistics : StatisticsService.StatisticsServiceClient
{
    private readonly StatisticsRpc statistics = new(new HeavyWork());

    public List<TestDriftRequest> Tests { get; } = [];

    public override AsyncUnaryCall<EstimateMeanResponse> EstimateMeanAsync(EstimateMeanRequest request, CallOptions options) =>
        new(statistics.EstimateMean(request, new CallContext()), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncUnaryCall<TestDriftResponse> TestDriftAsync(TestDriftRequest request, CallOptions options)
    {
        Tests.Add(request);
        double[] stakes = [.. Enumerable.Range(-9, 19).Where(i => i != 0).Select(i => i / 10.0)];
        double[] fortunes = [.. stakes.Select(_ => 1.0)];
        var reply = new TestDriftResponse { Evidence = 1, Shift = ShiftOf(request.Differences.Average(), request.Differences.Count) };
        for (var i = 0; i < request.Differences.Count; i++)
        {
            for (var s = 0; s < stakes.Length; s++) fortunes[s] *= 1 + stakes[s] * request.Differences[i] / request.Bound;
            reply.Evidence = fortunes.Average();
            if (reply.Drifted || reply.Evidence < 1 / request.FalseAlarmRate) continue;
            (reply.Drifted, reply.DetectedAt) = (true, i + 1);
        }
        return BenchEvaluation.Reply(reply);
    }

    private static Estimate ShiftOf(double mean, int units) => new() { Value = mean, Low = mean - 0.2, High = mean + 0.2, Units = units };
}
