using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Drift;

/// <summary>Anchor sets as they stand: with checks and links.</summary>
internal sealed class AnchorSetStates(DriftStore checks, LinkStore links)
{
    public async Task<AnchorSet> OfAsync(StoredAnchorSet set, CancellationToken cancel)
    {
        var (made, judged, linked) = (await checks.ChecksAsync(set.Id, cancel), await checks.JudgedAsync(set.Id, cancel), await links.OfAsync(set.Id, cancel));
        var shown = set.Content.Clone();
        foreach (var juror in shown.Jurors)
        {
            var own = made.Where(check => check.Juror == juror.Juror).ToList();
            juror.Checks = own.Count;
            juror.Judged = judged.GetValueOrDefault(juror.Juror);
            if (own.Count > 0) juror.Last = own[^1].Content;
            juror.Links.Add(linked[juror.Juror]);
        }
        return shown;
    }
}
