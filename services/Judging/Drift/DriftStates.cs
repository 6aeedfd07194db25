using MedHelm.Contracts.Judging.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Certificates;

namespace MedHelm.Judging.Drift;

/// <summary>Whether jurors still mark as they did when anchors were frozen, as certificates show it.</summary>
internal sealed class DriftStates(AnchorStore sets, DriftStore checks, LinkStore links) : IDriftStates
{
    public async Task<IReadOnlyDictionary<string, DriftState>> FindAsync(Jury jury, string benchmark, CancellationToken cancel)
    {
        var known = (await sets.ListAsync(cancel)).Where(set => set.Content.Benchmark == benchmark && set.Content.RubricSha256 == jury.Rubric.Sha256).ToList();
        var states = new Dictionary<string, DriftState>(StringComparer.Ordinal);
        if (known.Count == 0) return states;
        foreach (var juror in jury.Jurors.Concat(jury.Bench))
            if (await FindAsync(juror.Deployment, known, cancel) is { } state) states[juror.Name] = state;
        return states;
    }

    // A drift that nobody has linked, else the latest check. Null when it has no anchors, or was never checked on them.
    private async Task<DriftState?> FindAsync(string deployment, List<StoredAnchorSet> known, CancellationToken cancel)
    {
        var states = new List<DriftState>();
        foreach (var set in known)
        {
            foreach (var juror in set.Content.Jurors.Where(juror => juror.Deployment == deployment))
                if (await StateAsync(set, juror, cancel) is { } state) states.Add(state);
        }
        return states.OrderByDescending(state => state.Drifted).ThenByDescending(state => state.CheckTime.ToDateTimeOffset()).FirstOrDefault();
    }

    private async Task<DriftState?> StateAsync(StoredAnchorSet set, AnchoredJuror juror, CancellationToken cancel)
    {
        var own = (await checks.ChecksAsync(set.Id, cancel)).Where(check => check.Juror == juror.Juror && check.Content.Judged > 0).ToList();
        if (own.Count == 0) return null;
        var last = own[^1];
        var linked = (await links.OfAsync(set.Id, cancel))[juror.Juror].Any(link => Shifts.Covers(link, last));
        return new DriftState { AnchorSet = set.Content.Name, CheckTime = last.Content.Time, Drifted = last.Content.Drifted && !linked, Shift = last.Content.Shift };
    }
}
