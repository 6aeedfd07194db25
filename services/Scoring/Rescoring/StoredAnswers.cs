using System.Runtime.CompilerServices;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Scoring.Rescoring;

/// <summary>The stored outcomes of a run: Evaluation says what was asked for, Inference what is stored of it. Nothing is asked of a model.</summary>
internal sealed class StoredAnswers(
    RequestSourceService.RequestSourceServiceClient evaluation, CompletionSourceService.CompletionSourceServiceClient inference, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private DateTime Deadline => clock.GetUtcNow().UtcDateTime + CallTimeout;

    /// <summary>What was asked for and what is stored of it, some instances at a time.</summary>
    internal async IAsyncEnumerable<(IReadOnlyList<string> Asked, IReadOnlyList<ProducedCompletion> Found)> ReadAsync(
        string run, string benchmark, string candidate, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Read to its end first: scoring a page may take longer than a stream should wait.
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
