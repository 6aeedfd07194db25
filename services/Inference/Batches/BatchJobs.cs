using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Deployments;
using MedHelm.Inference.Providers;
using MedHelm.Inference.Storage;
using Microsoft.Extensions.Options;

namespace MedHelm.Inference.Batches;

/// <summary>Takes each batch one step further: put together, sent, asked about, stopped when its time is up, taken in.</summary>
internal sealed partial class BatchJobs(
    DeploymentRegistry deployments, BatchProviders providers, BatchStore store, BatchForming forming, BatchSettling settling, BatchTail tail,
    IOptions<InferenceOptions> options, TimeProvider clock, ILogger<BatchJobs> logger)
{
    /// <summary>Does what there is to do for a deployment now.</summary>
    public async Task LookAsync(string id, CancellationToken cancel)
    {
        var deployment = deployments.Find(id);
        foreach (var job in await store.JobsAsync(id, cancel)) await StepAsync(job, deployment, cancel);
        var overdue = await store.OverdueAsync(id, clock.GetUtcNow(), cancel);
        if (overdue.Count > 0) await GoLiveAsync(id, overdue, cancel);
        if (deployment is null || providers.Of(deployment) is not { } provider)
        {
            // Nobody will gather what waits here any more.
            await GoLiveAsync(id, await store.OverdueAsync(id, DateTimeOffset.MaxValue, cancel), cancel);
            return;
        }
        var most = Math.Min(provider.MostLines, options.Value.BatchMostItems);
        while (await store.FormAsync(NewJob(deployment), most, cancel))
            foreach (var job in (await store.JobsAsync(id, cancel)).Where(job => job.State == BatchJobState.Forming)) await StepAsync(job, deployment, cancel);
    }

    private BatchJob NewJob(DeploymentDefinition deployment)
    {
        var now = clock.GetUtcNow();
        return new BatchJob
        {
            Id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12)),
            Deployment = deployment.Id,
            State = BatchJobState.Forming,
            Prices = deployment.PricesAt(now),
            CreatedAt = now,
            Deadline = now,
            NextLook = now,
        };
    }

    private async Task StepAsync(BatchJob job, DeploymentDefinition? deployment, CancellationToken cancel)
    {
        var late = clock.GetUtcNow() >= job.Deadline;
        if (deployment is null || providers.Speaking(deployment) is not { } provider)
        {
            // Without the deployment there is no way to the provider. It may come back with its file, until the time is up.
            if (late && job.State == BatchJobState.Forming) await settling.DropAsync(job, cancel);
            else if (late) await settling.AbandonAsync(job, cancel);
            return;
        }
        try
        {
            switch (job.State)
            {
                case BatchJobState.Forming when late:
                    await settling.DropAsync(job, cancel);
                    break;
                case BatchJobState.Forming:
                    await SendAsync(job, deployment, provider, cancel);
                    break;
                case BatchJobState.Sending when job.NextLook <= clock.GetUtcNow():
                    await FindAsync(job, deployment, provider, late, cancel);
                    break;
                case BatchJobState.Running when late:
                    await StopAsync(job, deployment, provider, cancel);
                    break;
                case BatchJobState.Running or BatchJobState.Stopping when job.NextLook <= clock.GetUtcNow():
                    await AskAsync(job, deployment, provider, cancel);
                    break;
            }
        }
        catch (ProviderException e)
        {
            Log.StepFailed(logger, job.Id, deployment.Id, e.Reason, e.Message);
            if (job.State == BatchJobState.Stopping && StopIsOver(job)) await settling.AbandonAsync(job, cancel);
            else await store.MoveAsync(job, Later(job), cancel);
        }
    }

    private async Task SendAsync(BatchJob job, DeploymentDefinition deployment, IBatchProvider provider, CancellationToken cancel)
    {
        var sending = job with { State = BatchJobState.Sending, Looks = job.Looks + 1, NextLook = clock.GetUtcNow() + options.Value.BatchSendTime };
        // Whoever moves it here is the one who sends it.
        if (!await store.MoveAsync(job, sending, cancel)) return;
        var lines = await forming.LinesAsync(sending, deployment, provider, cancel);
        if (lines.Count == 0)
        {
            await settling.DropAsync(sending, cancel);
            return;
        }
        // Putting it together may have taken so long that another replica began to.
        var claimed = sending;
        sending = sending with { Looks = sending.Looks + 1, NextLook = clock.GetUtcNow() + options.Value.BatchSendTime };
        if (!await store.MoveAsync(claimed, sending, cancel)) return;
        using var timer = new CancellationTokenSource(options.Value.BatchSendTime / 2, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            var name = await provider.SubmitAsync(deployment, job.Id, lines, limit.Token);
            await RunsAsync(sending, name, cancel);
            Log.Sent(logger, job.Id, deployment.Id, lines.Count);
        }
        catch (ProviderException e) when (!e.Passing && !e.MaybeBilled)
        {
            Log.Refused(logger, job.Id, deployment.Id, e.Message);
            await settling.DropAsync(sending, cancel);
        }
        catch (ProviderException e)
        {
            Log.StepFailed(logger, job.Id, deployment.Id, e.Reason, e.Message);
            await store.MoveAsync(sending, Later(sending), cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Log.StepFailed(logger, job.Id, deployment.Id, FailureReason.Timeout, "Sending took too long.");
        }
    }

    // Nobody knows whether the provider got it: the process died, or the connection broke, in the middle.
    private async Task FindAsync(BatchJob job, DeploymentDefinition deployment, IBatchProvider provider, bool late, CancellationToken cancel)
    {
        if (await provider.FindAsync(deployment, job.Id, cancel) is { } name) await RunsAsync(job, name, cancel);
        else if (!late) await SendAsync(job, deployment, provider, cancel);
        else if (provider.CanFind) await settling.DropAsync(job, cancel);
        else await settling.AbandonAsync(job, cancel);
    }

    private Task<bool> RunsAsync(BatchJob job, string name, CancellationToken cancel) => store.MoveAsync(
        job, job with { State = BatchJobState.Running, ProviderJob = name, Looks = 0, NextLook = clock.GetUtcNow() + options.Value.BatchFirstPoll }, cancel);

    private async Task StopAsync(BatchJob job, DeploymentDefinition deployment, IBatchProvider provider, CancellationToken cancel)
    {
        var stopping = job with { State = BatchJobState.Stopping, Looks = 0, NextLook = clock.GetUtcNow() };
        try
        {
            await provider.CancelAsync(deployment, job.ProviderJob!, cancel);
        }
        catch (ProviderException e)
        {
            // It may have ended a moment ago; its status will tell.
            Log.StepFailed(logger, job.Id, deployment.Id, e.Reason, e.Message);
        }
        await store.MoveAsync(job, stopping, cancel);
    }

    private async Task AskAsync(BatchJob job, DeploymentDefinition deployment, IBatchProvider provider, CancellationToken cancel)
    {
        var status = await provider.StatusAsync(deployment, job.ProviderJob!, cancel);
        switch (status.Phase)
        {
            case BatchPhase.Ended:
                await settling.TakeAsync(job, deployment, provider, status, cancel);
                Log.Ended(logger, job.Id, deployment.Id);
                break;
            case BatchPhase.Refused:
                Log.Refused(logger, job.Id, deployment.Id, "It did not pass the provider's validation.");
                await settling.DropAsync(job, cancel);
                break;
            case BatchPhase.UnderWay when job.State == BatchJobState.Stopping && StopIsOver(job):
                Log.NeverEnds(logger, job.Id, deployment.Id);
                await settling.AbandonAsync(job, cancel);
                break;
            default:
                await store.MoveAsync(job, Later(job), cancel);
                break;
        }
    }

    private async Task GoLiveAsync(string deployment, IReadOnlyList<QueuedItem> items, CancellationToken cancel)
    {
        if (items.Count == 0) return;
        await tail.SendAsync(items, cancel);
        Log.WentLive(logger, items.Count, deployment);
    }

    private bool StopIsOver(BatchJob job) => clock.GetUtcNow() >= job.Deadline + options.Value.BatchStopTime;

    private BatchJob Later(BatchJob job)
    {
        var wait = options.Value.BatchFirstPoll * Math.Pow(1.5, Math.Min(job.Looks, 20));
        return job with { Looks = job.Looks + 1, NextLook = clock.GetUtcNow() + (wait < options.Value.BatchLongestPoll ? wait : options.Value.BatchLongestPoll) };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Batch {Job} of {Deployment} is at the provider with {Count} questions.", EventName = "BatchSent")]
        internal static partial void Sent(ILogger logger, string job, string deployment, int count);

        [LoggerMessage(2, LogLevel.Information, "Batch {Job} of {Deployment} has ended and is taken in.", EventName = "BatchEnded")]
        internal static partial void Ended(ILogger logger, string job, string deployment);

        [LoggerMessage(3, LogLevel.Warning, "Batch {Job} of {Deployment} was refused, its questions are asked live: {Message}", EventName = "BatchRefused")]
        internal static partial void Refused(ILogger logger, string job, string deployment, string message);

        [LoggerMessage(4, LogLevel.Warning, "Batch {Job} of {Deployment}: {Reason}: {Message} Trying again.", EventName = "BatchStepFailed")]
        internal static partial void StepFailed(ILogger logger, string job, string deployment, FailureReason reason, string message);

        [LoggerMessage(5, LogLevel.Warning, "Batch {Job} of {Deployment} does not end though it was told to; its questions are booked at their worst case and asked live.", EventName = "BatchNeverEnds")]
        internal static partial void NeverEnds(ILogger logger, string job, string deployment);

        [LoggerMessage(6, LogLevel.Information, "{Count} questions to {Deployment} waited for a batch in vain and are asked live.", EventName = "BatchItemsWentLive")]
        internal static partial void WentLive(ILogger logger, int count, string deployment);
    }
}
