using System.Runtime.CompilerServices;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Judging.Answers;

/// <summary>The stored answers of a run: Evaluation says what was asked for, Inference what is stored of it. No model is called.</summary>
internal sealed class StoredAnswers(
    RequestSourceService.RequestSourceServiceClient evaluation, CompletionSourceService.CompletionSourceServiceClient inference, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private DateTime Deadline => clock.GetUtcNow().UtcDateTime + CallTimeout;

    /// <summary>What one candidate was asked on one benchmark and what is stored of it, some instances at a time. An item that is not stored is left out of what was found.</summary>
    public async IAsyncEnumerable<(IReadOnlyList<string> Asked, IReadOnlyList<ProducedCompletion> Found)> ReadAsync(
        string run, string benchmark, string candidate, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Read to its end first: what is done with a page may take longer than a stream should wait.
        var requests = new List<CompletionsRequested>();
        using var call = evaluation.ListRequests(new ListRequestsRequest { Run = run, Benchmark = benchmark, Candidate = candidate }, deadline: Deadline, cancellationToken: cancel);
        await foreach (var page in call.ResponseStream.ReadAllAsync(cancel)) requests.Add(page.Asked);
        foreach (var asked in requests)
        {
            var found = await inference.FindCompletionsAsync(new FindCompletionsRequest { Asked = asked }, deadline: Deadline, cancellationToken: cancel);
            yield return ([.. asked.Items.Select(item => item.InstanceId)], found.Items);
        }
    }
}
