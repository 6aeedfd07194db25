using System.Globalization;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Bench;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Drift;

/// <summary>Links versions of jurors whose step was measured on anchors.</summary>
internal sealed class VersionLinks(AnchorStore sets, DriftStore checks, LinkStore store, Means means, TimeProvider clock)
{
    private const double UsualMargin = 0.1;
    private const double Level = 0.95;
    private const int FewestAnchors = 30;

    /// <summary>Links the frozen version of a juror with the one that was checked last.</summary>
    public async Task<StoredAnchorSet> LinkAsync(LinkVersionsRequest request, CancellationToken cancel)
    {
        var violations = new Violations();
        violations.Require(request.LinkedBy.Trim().Length > 0, "linked_by", "must say who links them.");
        violations.Require(request.Margin is >= 0 and < double.PositiveInfinity, "margin", "must be above 0, or 0 for 0.1.");
        violations.ThrowIfAny();
        var set = await sets.RequireAsync(request.AnchorSet, cancel);
        var juror = set.Content.Jurors.FirstOrDefault(juror => juror.Juror == request.Juror) ?? throw Errors.NotFound("juror", request.Juror);
        var done = (await checks.ChecksAsync(set.Id, cancel)).Where(check => check.Juror == juror.Juror).ToList();
        var last = done.LastOrDefault()
            ?? throw Errors.NotReady("NOT_CHECKED", $"Juror '{juror.Juror}' has not judged the anchors of {set.Content.Name} again; check it first ('{CheckCommand(set, juror)}').");
        var since = Shifts.Since(done);
        var values = (await checks.MarksAsync(set.Id, juror.Juror, last.Version, cancel))
            .Where(mark => mark.Difference is not null && mark.Number >= since)
            .Select(mark => (Cluster: mark.Place.ToString(CultureInfo.InvariantCulture), Value: mark.Difference!.Value))
            .ToList();
        var both = values.Select(value => value.Cluster).Distinct(StringComparer.Ordinal).Count();
        if (both < FewestAnchors)
        {
            throw Errors.NotReady("TOO_FEW_ANCHORS", string.Create(
                CultureInfo.InvariantCulture, $"Both versions of juror '{juror.Juror}' judged {both} anchors; a link needs {FewestAnchors}. {(set.Content.Anchors < FewestAnchors ? "Freeze a larger set: this one has too few." : $"Check more ('{CheckCommand(set, juror)}').")}"));
        }
        var margin = request.Margin > 0 ? request.Margin : UsualMargin;
        var shift = (await means.OfAsync(values, Level, cancel))!;
        if (!shift.HasLow || !shift.HasHigh || (shift.High - shift.Low) / 2 > margin)
        {
            throw Errors.NotReady("SHIFT_UNCERTAIN", string.Create(
                CultureInfo.InvariantCulture,
                $"The shift of juror '{juror.Juror}' is known to ±{(shift.High - shift.Low) / 2:0.000} on {both} anchors, wider than the margin {margin:0.###}. Check more anchors, or allow a wider margin."));
        }
        await store.SaveAsync(set.Id, juror.Juror, new VersionLink
        {
            FromVersion = set.Frozen(juror).ToString(),
            ToVersion = last.Version,
            Shift = shift,
            Anchors = both,
            Margin = margin,
            LinkedBy = request.LinkedBy.Trim(),
            Time = BenchTimes.Of(clock.Ms()),
        }, cancel);
        return set;
    }

    private static string CheckCommand(StoredAnchorSet set, AnchoredJuror juror) => $"medhelm bench check {set.Id} --juror {juror.Juror}";
}
