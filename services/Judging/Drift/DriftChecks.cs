using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Scoring.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Bench;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Drift;

/// <summary>Has jurors judge their anchors again, past every cache, in rounds, and looks after each round whether their marks have moved.</summary>
internal sealed class DriftChecks(
    Deployments deployments, CurrentRubrics rubrics, AnchorStore sets, DriftStore store, JuryPrompts known, AnchorPrompts prompts, JurorCalls jurors, MarkMeans means, DriftTest test,
    BenchLease leases, TimeProvider clock)
{
    private const int Round = 25;
    // Taken anew in every round.
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);

    /// <summary>What a juror of a set is now.</summary>
    public async Task<(JurorVersion Version, Rubric Rubric)> VersionAsync(StoredAnchorSet set, AnchoredJuror juror, CancellationToken cancel)
    {
        var now = (await deployments.ByIdAsync(cancel)).GetValueOrDefault(juror.Deployment)
            ?? throw Errors.NotReady("JUROR_GONE", $"The deployment '{juror.Deployment}' of juror '{juror.Juror}' is not configured any more, so it cannot be checked.");
        var rubric = await rubrics.OfAsync(set, cancel);
        return (new JurorVersion(now.Model, rubric.Sha256), rubric);
    }

    /// <summary>Checks one juror, or goes on with a check of the same version that was broken off. Stops early at a drift that was not known.</summary>
    /// <param name="set">The set.</param>
    /// <param name="juror">The juror.</param>
    /// <param name="most">Most anchors; 0 means all.</param>
    /// <param name="cause">Why.</param>
    /// <param name="cancel">Gives up; what is judged stays.</param>
    public async Task CheckAsync(StoredAnchorSet set, AnchoredJuror juror, int most, string cause, CancellationToken cancel)
    {
        var (version, rubric) = await VersionAsync(set, juror, cancel);
        RequireSameScale(set, rubric);
        var anchors = await sets.AnchorsAsync(set.Id, juror.Juror, cancel);
        var (lease, holder) = ($"drift:{set.Id}:{juror.Juror}", RandomNumberGenerator.GetHexString(32));
        if (!await leases.TryTakeAsync(lease, holder, LeaseTime, cancel))
            throw Errors.NotReady("CHECK_UNDER_WAY", $"A check of juror '{juror.Juror}' on {set.Content.Name} is under way, or was broken off within the last ten minutes; ask again when it is done, or then: it goes on where it stood.");
        try
        {
            var content = new DriftCheck { Time = Timestamp.FromDateTimeOffset(clock.GetUtcNow()), Cause = cause, Model = version.Model };
            var check = await store.BeginAsync(set.Id, juror.Juror, version.ToString(), most == 0 ? anchors.Count : Math.Min(most, anchors.Count), content, cancel);
            await JudgeAsync(set, juror, check, anchors, rubric, () => leases.TryTakeAsync(lease, holder, LeaseTime, cancel), cancel);
        }
        finally
        {
            await leases.ReleaseAsync(lease, holder, CancellationToken.None);
        }
    }

    private static void RequireSameScale(StoredAnchorSet set, Rubric rubric)
    {
        var frozen = set.Jury.Rubric;
        if (rubric.Sha256 == frozen.Sha256) return;
        if ((rubric.ScaleMin, rubric.ScaleMax) != (frozen.ScaleMin, frozen.ScaleMax) || rubric.InstanceCriteria.Length > 0 || frozen.InstanceCriteria.Length > 0)
        {
            throw Errors.NotReady(
                "RUBRIC_NOT_COMPARABLE", $"The rubric of '{set.Content.Benchmark}' changed its scale, or has criteria that come with each instance, so marks by it cannot be compared with those of {set.Content.Name}; freeze a new set.");
        }
    }

    private async Task JudgeAsync(
        StoredAnchorSet set, AnchoredJuror juror, StoredCheck check, IReadOnlyList<Anchor> anchors, Rubric rubric, Func<Task<bool>> renew, CancellationToken cancel)
    {
        var knownDrift = (await store.ChecksAsync(set.Id, cancel))
            .FirstOrDefault(earlier => earlier.Juror == juror.Juror && earlier.Version == check.Version && earlier.Number < check.Number && earlier.Content.Drifted)?.Content;
        BudgetShortfall? shortfall = null;
        while (true)
        {
            var marks = await store.MarksAsync(set.Id, juror.Juror, check.Version, cancel);
            var done = marks.Count(mark => mark.Number == check.Number);
            await ShowAsync(set, check, marks, anchors.Count, knownDrift, cancel);
            if (done >= check.Most || shortfall is not null || (check.Content.Drifted && knownDrift is null)) break;
            var first = check.FirstSlot + done;
            // A round ends where its pass over the anchors does.
            var count = Math.Min(Math.Min(Round, check.Most - done), anchors.Count - first % anchors.Count);
            var asked = Enumerable.Range(first, count).Select(slot => (Slot: slot, Anchor: anchors[slot % anchors.Count])).ToList();
            shortfall = await AskAsync(set, juror, check, asked, rubric, cancel);
            if (!await renew()) throw Errors.NotReady("CHECK_UNDER_WAY", $"Another replica goes on with the check of juror '{juror.Juror}' on {set.Content.Name}.");
        }
        if (shortfall is not null) await BreakOffAsync(set, check, shortfall, cancel);
        await store.SaveAsync(set.Id, check with { Done = true }, cancel);
    }

    private async Task BreakOffAsync(StoredAnchorSet set, StoredCheck check, BudgetShortfall shortfall, CancellationToken cancel)
    {
        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"Incomplete: the budget '{shortfall.Budget}' has {shortfall.AvailableNanoUsd / 1e9:0.00####} dollars left, the next call needs up to {shortfall.NeededNanoUsd / 1e9:0.00####}.");
        check.Content.Shift ??= new Estimate();
        check.Content.Shift.Remark = why;
        await store.SaveAsync(set.Id, check, cancel);
        throw Errors.NotReady("BUDGET_REACHED", $"{why} {check.Content.Judged} of {check.Most} anchors of juror '{check.Juror}' are judged and stay; raise the budget and check again.");
    }

    /// <summary>Asks about some anchors and keeps the differences; where a budget had no room, those before it.</summary>
    private async Task<BudgetShortfall?> AskAsync(
        StoredAnchorSet set, AnchoredJuror juror, StoredCheck check, List<(int Slot, Anchor Anchor)> asked, Rubric rubric, CancellationToken cancel)
    {
        var texts = await PromptsAsync(set, rubric, [.. asked.Select(each => each.Anchor)], cancel);
        var member = set.Jury.Jurors.Concat(set.Jury.Bench).First(member => member.Name == juror.Juror);
        var answers = await jurors.AskAsync(
            [
                .. asked.Select((each, i) => new JurorQuestion(texts[i], each.Anchor.Read(rubric), check.SampleIndex)
                {
                    Juror = member,
                    Parameters = set.Jury.Parameters ?? new DecodingParameters(),
                    DataTier = set.DataTier,
                    Project = set.Content.Project,
                }),
            ], cancel);
        var heard = answers.TakeWhile(answer => answer.Shortfall is null).ToList();
        var marks = new List<DriftMark>(heard.Count);
        foreach (var (answer, (slot, anchor)) in heard.Zip(asked))
        {
            var mark = (await means.OfAsync(anchor.Read(rubric), [[answer.Verdict]], cancel))[0];
            marks.Add(new DriftMark(slot, check.Number, anchor.Place, mark - anchor.Mark, answer.Verdict.ModelSnapshot, answer.CostNanoUsd));
        }
        await store.AddMarksAsync(set.Id, juror.Juror, check.Version, marks, cancel);
        return heard.Count == answers.Count ? null : answers[heard.Count].Shortfall;
    }

    private async Task<IReadOnlyList<string>> PromptsAsync(StoredAnchorSet set, Rubric rubric, IReadOnlyList<Anchor> anchors, CancellationToken cancel)
    {
        if (rubric.Sha256 == set.Content.RubricSha256)
        {
            var frozen = (await known.FindAsync([.. anchors.Select(anchor => anchor.PromptDigest).Distinct(StringComparer.Ordinal)], cancel))
                .ToDictionary(prompt => prompt.Digest, prompt => prompt.Text, StringComparer.Ordinal);
            return [.. anchors.Select(anchor => frozen.GetValueOrDefault(anchor.PromptDigest) ?? throw Gone(set, anchor))];
        }
        var rendered = await prompts.RenderAsync(
            set.Content.Run, set.Content.Benchmark, set.InstanceSet, rubric, [.. anchors.Select(anchor => (anchor.Candidate, anchor.InstanceId))], cancel);
        return [.. anchors.Select(anchor => rendered.GetValueOrDefault((anchor.Candidate, anchor.InstanceId)) ?? throw Gone(set, anchor))];
    }

    private static RpcException Gone(StoredAnchorSet set, Anchor anchor) => Errors.NotReady(
        "ANCHOR_GONE", $"The answer of '{anchor.Candidate}' to '{anchor.InstanceId}' in {set.Content.Run} is not stored any more, so {set.Content.Name} cannot be judged again; freeze a new set.");

    /// <summary>Puts what the version's marks show into the check, and keeps it.</summary>
    private async Task ShowAsync(StoredAnchorSet set, StoredCheck check, IReadOnlyList<DriftMark> marks, int anchors, DriftCheck? knownDrift, CancellationToken cancel)
    {
        var (content, own) = (check.Content, marks.Where(mark => mark.Number == check.Number).ToList());
        content.Judged = own.Count;
        content.Abstentions = own.Count(mark => mark.Difference is null);
        content.CostNanoUsd = own.Sum(mark => mark.CostNanoUsd);
        content.Snapshot = own.LastOrDefault(mark => mark.Snapshot.Length > 0)?.Snapshot ?? "";
        var frozen = set.Jury.Rubric;
        if (await test.RunAsync(marks, anchors, frozen.ScaleMax - frozen.ScaleMin, single: set.Jury.Repeats <= 1, set.Content.FalseAlarmRate, cancel) is var (shown, detectedAt))
        {
            (content.Shift, content.Evidence) = (shown.Shift, shown.Evidence);
            (content.Drifted, content.DetectedAt) = knownDrift is not null ? (true, knownDrift.DetectedAt) : (shown.Drifted, detectedAt);
        }
        await store.SaveAsync(set.Id, check, cancel);
    }
}
