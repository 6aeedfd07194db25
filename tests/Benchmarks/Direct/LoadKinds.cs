using Grpc.Net.Client;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Benchmarks.Direct;

/// <summary>The calls that a load generator can make.</summary>
internal static class LoadKinds
{
    public const string Http = "http";
    public const string Grpc = "grpc";

    public static async Task<LoadResult> RunAsync(string kind, Uri address, int inFlight, TimeSpan time)
    {
        if (kind == Http)
        {
            return await Load.RunAsync(async () =>
            {
                var connection = await HttpConnection.OpenAsync(address);
                return connection.AskAsync;
            }, inFlight, time);
        }
        using var channel = GrpcChannel.ForAddress(address);
        var client = new InferenceService.InferenceServiceClient(channel);
        var requests = Enumerable.Range(0, Questions.Count).Select(Questions.Rpc).ToArray();
        return await Load.RunAsync(() => Task.FromResult<Func<int, Task>>(async index =>
        {
            var outcome = (await client.CompleteAsync(requests[index])).Outcome;
            if (outcome.Completion is null) throw new InvalidDataException(outcome.Failure?.Message ?? "There is no outcome.");
        }), inFlight, time);
    }
}
