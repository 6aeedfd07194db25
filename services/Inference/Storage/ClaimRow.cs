using System.Globalization;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Inference.Storage;

/// <summary>A row of the table claims, in the order of its columns.</summary>
internal sealed record ClaimRow(
    string RequestDigest, string Holder, string Owner, long UntilMs, string ItemKey, string Run, string Project, string Month, string Deployment, long Purpose,
    string PriceVersion, long PriceClass, long HonoursKeys, long ReservedNanoUsd, string ClaimedAt)
{
    public HeldClaim ToHeld() => new(
        new Claim
        {
            RequestDigest = RequestDigest,
            Holder = Holder,
            Owner = Owner,
            ItemKey = ItemKey,
            Run = Run,
            Project = Project,
            Month = Month,
            Deployment = Deployment,
            Purpose = (Purpose)Purpose,
            PriceVersion = PriceVersion,
            PriceClass = (PriceClass)PriceClass,
            HonoursKeys = HonoursKeys == 1,
            ReservedNanoUsd = ReservedNanoUsd,
            ClaimedAt = DateTimeOffset.Parse(ClaimedAt, CultureInfo.InvariantCulture),
        }, UntilMs);
}
