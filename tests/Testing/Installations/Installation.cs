using Grpc.Net.Client;
using MedHelm.Cli.Standings;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Testing.Processes;

namespace MedHelm.Testing.Installations;

/// <summary>A running system, seen through its gateway as any client sees it.</summary>
public abstract class Installation : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private readonly GrpcChannel channel;

    protected Installation(Uri http, Uri grpc)
    {
        Http = http;
        Grpc = grpc;
        channel = GrpcChannel.ForAddress(grpc, new GrpcChannelOptions { MaxReceiveMessageSize = null });
    }

    /// <summary>What it runs in, by name.</summary>
    public abstract IReadOnlyDictionary<string, ServiceProcess> Processes { get; }

    public Uri Http { get; }

    public Uri Grpc { get; }

    public GrpcChannel Channel => channel;

    public EvaluationService.EvaluationServiceClient Evaluation => new(channel);

    public CatalogService.CatalogServiceClient Catalog => new(channel);

    public InferenceService.InferenceServiceClient Inference => new(channel);

    public BudgetService.BudgetServiceClient Budgets => new(channel);

    public ReportingService.ReportingServiceClient Reporting => new(channel);

    /// <summary>Starts a run and waits for its final leaderboard.</summary>
    public async Task<Leaderboard> RunAsync(RunSpec spec, string runId)
    {
        await Evaluation.CreateRunAsync(new CreateRunRequest { Spec = spec, RunId = runId });
        return await FinalLeaderboardAsync(runId);
    }

    public async Task<Leaderboard> FinalLeaderboardAsync(string runId)
    {
        Leaderboard? board = null;
        await Poll.UntilAsync($"the final leaderboard of {runId}", Patience, async cancel =>
        {
            var run = (await Evaluation.GetRunAsync(new GetRunRequest { Name = "runs/" + runId }, cancellationToken: cancel)).Run;
            if (run.State == RunState.Failed) throw new InvalidOperationException(run.Error);
            if (run.State != RunState.Completed) return false;
            board = (await Reporting.GetLeaderboardAsync(new GetLeaderboardRequest { Run = run.Name }, cancellationToken: cancel)).Leaderboard;
            return board.Final;
        });
        return board!;
    }

    /// <summary>The leaderboard as the CLI writes it.</summary>
    public static string Json(Leaderboard leaderboard) => Leaderboards.FormatJson(leaderboard);

    public virtual ValueTask DisposeAsync()
    {
        channel.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
