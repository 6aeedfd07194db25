using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Bench;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Drift;

/// <summary>Freezes answers of runs with the marks that their jurors gave them.</summary>
internal sealed class AnchorSets(
    EvaluationService.EvaluationServiceClient evaluation, Deployments deployments, VerdictStore verdicts, MarkMeans means, AnchorPrompts prompts, JuryPrompts known, AnchorStore store, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The set, made now or before.</summary>
    public async Task<StoredAnchorSet> CreateAsync(CreateAnchorSetRequest asked, CancellationToken cancel)
    {
        var request = AnchorSetRequests.Checked(asked);
        if (await store.FindAsync(request.AnchorSetId, cancel) is { } earlier) return Same(earlier, request);
        var planned = await PlannedAsync(request, cancel);
        var set = new StoredAnchorSet(request, new AnchorSet
        {
            Name = AnchorSetRequests.Prefix + request.AnchorSetId,
            Run = request.Run,
            Benchmark = request.Benchmark,
            RubricSha256 = planned.Benchmark.Jury.Rubric.Sha256,
            CheckEveryHours = request.CheckEveryHours,
            FalseAlarmRate = request.FalseAlarmRate,
            CreateTime = BenchTimes.Of(clock.Ms()),
            Project = request.Project,
        }, planned.Benchmark.Jury)
        {
            DataTier = planned.Benchmark.DataTier,
            Protocol = planned.Protocol,
            InstanceSet = planned.Benchmark.InstanceSet,
        };
        var anchors = await DrawAsync(set, cancel);
        if (anchors.Count == 0)
            throw Errors.NotReady("NO_VERDICTS", $"{request.Run} has no valid verdicts on answers to '{request.Benchmark}' that are still stored, so there is nothing to freeze.");
        set.Content.Anchors = anchors.CountBy(anchor => anchor.Juror, StringComparer.Ordinal).Max(juror => juror.Value);
        await AddJurorsAsync(set, anchors, cancel);
        return await store.AddAsync(set, anchors, cancel) ? set : Same((await store.FindAsync(request.AnchorSetId, cancel))!, request);
    }

    private static StoredAnchorSet Same(StoredAnchorSet earlier, CreateAnchorSetRequest request) => earlier.Request.Equals(request)
        ? earlier
        : throw Errors.Conflict("ANCHOR_SET_EXISTS", $"{AnchorSetRequests.Prefix}{request.AnchorSetId} exists and was made of other choices; take another id.");

    private async Task<(string Protocol, PlannedBenchmark Benchmark)> PlannedAsync(CreateAnchorSetRequest request, CancellationToken cancel)
    {
        var options = new CallOptions(deadline: (clock.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancel);
        var run = (await evaluation.GetRunAsync(new GetRunRequest { Name = request.Run }, options)).Run;
        if (run.State != RunState.Completed) throw Errors.NotReady("RUN_NOT_COMPLETED", $"{request.Run} is under way; freeze its answers when it is completed.");
        var plan = (await evaluation.GetRunPlanAsync(new GetRunPlanRequest { Run = request.Run }, options)).Plan;
        var planned = plan.Benchmarks.FirstOrDefault(benchmark => benchmark.Benchmark == request.Benchmark);
        return planned?.Jury is null
            ? throw Errors.NotReady("NO_VERDICTS", $"{request.Run} has no benchmark '{request.Benchmark}' whose answers a jury rated.")
            : (plan.Protocol, planned);
    }

    private async Task<IReadOnlyList<Anchor>> DrawAsync(StoredAnchorSet set, CancellationToken cancel)
    {
        var rubric = set.Jury.Rubric;
        var said = (await verdicts.LastAsync(set.Content.Run, "", set.Content.Benchmark, cancel))
            .Where(verdict => verdict.Verdict.Marks is { Marks_.Count: > 0 })
            .GroupBy(verdict => (verdict.Candidate, verdict.InstanceId, verdict.Verdict.Juror))
            .Select(group => (group.Key.Candidate, group.Key.InstanceId, group.Key.Juror, Verdicts: group.ToList()))
            .ToList();
        var marks = await MarksAsync(rubric, [.. said.Select(each => each.Verdicts)], cancel);
        var marked = said.Zip(marks, (each, mark) => (each.Candidate, each.InstanceId, each.Juror, each.Verdicts, Mark: mark)).Where(each => each.Mark is not null).ToList();
        var digests = await DigestsAsync(set, [.. marked.Select(each => (each.Candidate, each.InstanceId, each.Verdicts[0]))], cancel);
        var byAnswer = marked.ToLookup(each => (each.Candidate, each.InstanceId), each => (each.Juror, each.Mark));
        var anchors = new List<Anchor>();
        foreach (var juror in marked.Select((each, i) => (each, Digest: digests[i])).Where(pair => pair.Digest.Length > 0).GroupBy(pair => pair.each.Juror, StringComparer.Ordinal))
        {
            var pool = juror.Select(pair => new MarkedAnswer(
                pair.each.Candidate, pair.each.InstanceId, pair.each.Mark!.Value,
                byAnswer[(pair.each.Candidate, pair.each.InstanceId)].Where(other => other.Juror != juror.Key).Average(other => other.Mark),
                pair.Digest, pair.each.Verdicts[0].Verdict));
            anchors.AddRange(AnchorDraw.Draw(pool, set.Request.Anchors, set.Request.Seed)
                .Select((answer, place) => new Anchor(juror.Key, place, answer.Candidate, answer.InstanceId, answer.Mark, answer.PromptDigest, answer.Verdict)));
        }
        return anchors;
    }

    private async Task<IReadOnlyList<double?>> MarksAsync(Rubric rubric, IReadOnlyList<List<RecordedVerdict>> said, CancellationToken cancel)
    {
        if (rubric.InstanceCriteria.Length == 0) return await means.OfAsync(rubric, [.. said.Select(Verdicts)], cancel);
        var marks = new List<double?>(said.Count);
        foreach (var verdict in said)
            marks.AddRange(await means.OfAsync(new Anchor("", 0, "", "", 0, "", verdict[0].Verdict).Read(rubric), [Verdicts(verdict)], cancel));
        return marks;

        static IReadOnlyCollection<Verdict> Verdicts(List<RecordedVerdict> recorded) => [.. recorded.Select(verdict => verdict.Verdict)];
    }

    // A repaired verdict's last prompt asked for another form only, and verdicts of earlier versions have none: these are rendered again. Empty where that cannot be.
    private async Task<IReadOnlyList<string>> DigestsAsync(StoredAnchorSet set, IReadOnlyList<(string Candidate, string InstanceId, RecordedVerdict Verdict)> said, CancellationToken cancel)
    {
        var stored = (await known.FindAsync([.. said.Where(each => each.Verdict.Attempt == 0).Select(each => each.Verdict.PromptDigest).Where(digest => digest.Length > 0).Distinct(StringComparer.Ordinal)], cancel))
            .Select(prompt => prompt.Digest).ToHashSet(StringComparer.Ordinal);
        var missing = said.Where(each => !Known(each.Verdict)).Select(each => (each.Candidate, each.InstanceId)).Distinct().ToList();
        IReadOnlyDictionary<(string Candidate, string InstanceId), string> rendered = new Dictionary<(string, string), string>();
        // Criteria of the instances are not rendered here.
        if (missing.Count > 0 && set.Jury.Rubric.InstanceCriteria.Length == 0)
        {
            rendered = await prompts.RenderAsync(set.Content.Run, set.Content.Benchmark, set.InstanceSet, set.Jury.Rubric, missing, cancel);
            await known.SaveAsync(rendered.Values.Distinct(StringComparer.Ordinal).ToDictionary(Digest.Of, prompt => prompt, StringComparer.Ordinal), cancel);
        }
        return [.. said.Select(each => Known(each.Verdict) ? each.Verdict.PromptDigest : rendered.TryGetValue((each.Candidate, each.InstanceId), out var prompt) ? Digest.Of(prompt) : "")];

        bool Known(RecordedVerdict verdict) => verdict.Attempt == 0 && stored.Contains(verdict.PromptDigest);
    }

    private async Task AddJurorsAsync(StoredAnchorSet set, IReadOnlyList<Anchor> anchors, CancellationToken cancel)
    {
        var now = await deployments.ByIdAsync(cancel);
        foreach (var juror in set.Jury.Jurors.Concat(set.Jury.Bench))
        {
            var own = anchors.Where(anchor => anchor.Juror == juror.Name).ToList();
            if (own.Count == 0) continue;
            set.Content.Jurors.Add(new AnchoredJuror
            {
                Juror = juror.Name,
                Deployment = juror.Deployment,
                // Plans of earlier versions pin no model of jurors.
                FrozenModel = juror.Model.Length > 0 ? juror.Model : now.GetValueOrDefault(juror.Deployment)?.Model ?? "",
                FrozenSnapshot = own.CountBy(anchor => anchor.Verdict.ModelSnapshot, StringComparer.Ordinal).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key,
            });
        }
    }
}
