using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Juries;
using MedHelm.Judging.Runs;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Reviews;

/// <summary>What raters are shown, fetched when it is asked for: the texts stay where they are kept, under the keys that guard them there.</summary>
internal sealed class ReviewTexts(
    PlannedRuns runs, InstanceTexts instances, RequestSourceService.RequestSourceServiceClient requests, CompletionSourceService.CompletionSourceServiceClient completions, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    private DateTime Deadline => (clock.GetUtcNow() + CallTimeout).UtcDateTime;

    /// <summary>The item, blind.</summary>
    /// <param name="review">The review.</param>
    /// <param name="item">Its opaque name.</param>
    /// <param name="candidate">Whose answer it is.</param>
    /// <param name="instanceId">To which instance.</param>
    /// <param name="expireMs">Until when it is kept for the rater; null when for nobody.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<ReviewItem> ShowAsync(ReviewRecord review, string item, string candidate, string instanceId, long? expireMs, CancellationToken cancel)
    {
        var benchmark = (await runs.BenchmarkAsync(review.Spec.Run, review.Spec.Benchmark, cancel))!;
        var rubric = benchmark.Jury.Rubric;
        var instance = (await instances.FindAsync(benchmark.InstanceSet, [instanceId], cancel))[instanceId];
        return new ReviewItem
        {
            Item = item,
            Question = instance.Question,
            Answer = await AnswerAsync(review.Spec, candidate, instanceId, cancel),
            GoldResponse = rubric.Template.Contains("gold_response", StringComparison.Ordinal) ? instance.GoldResponse ?? "" : "",
            Criteria = { rubric.Criteria },
            ScaleMin = rubric.ScaleMin,
            ScaleMax = rubric.ScaleMax,
            ExpireTime = expireMs is { } ms ? Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(ms)) : null,
        };
    }

    private async Task<string> AnswerAsync(ReviewSpec spec, string candidate, string instanceId, CancellationToken cancel)
    {
        using var call = requests.ListRequests(new ListRequestsRequest { Run = spec.Run, Benchmark = spec.Benchmark, Candidate = candidate }, deadline: Deadline, cancellationToken: cancel);
        await foreach (var page in call.ResponseStream.ReadAllAsync(cancel))
        {
            if (page.Asked.Items.FirstOrDefault(asked => asked.InstanceId == instanceId) is not { } wanted) continue;
            var asked = page.Asked.Clone();
            asked.Items.Clear();
            asked.Items.Add(wanted.Clone());
            var found = await completions.FindCompletionsAsync(new FindCompletionsRequest { Asked = asked }, deadline: Deadline, cancellationToken: cancel);
            if (found.Items.FirstOrDefault(answer => answer.InstanceId == instanceId)?.Outcome?.Completion is { } completion) return completion.Text;
        }
        // Named by nothing but the review: whoever asks is not to learn whose answer it is.
        throw Errors.NotReady("ANSWER_GONE", $"An answer of '{spec.Run}' to '{spec.Benchmark}' is no longer stored, or its keys were destroyed; it cannot be reviewed.");
    }
}
