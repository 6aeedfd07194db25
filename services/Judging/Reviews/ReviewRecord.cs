using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Judging.Reviews;

/// <summary>A review as it was opened.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Spec">What it is about, defaults filled in.</param>
/// <param name="JurySha256">The jury that scored the answers.</param>
/// <param name="CreateMs">When, in milliseconds since 1970.</param>
/// <param name="Answers">Answers that could be rated.</param>
/// <param name="Version">Counts its changes.</param>
internal sealed record ReviewRecord(string Id, ReviewSpec Spec, string JurySha256, long CreateMs, int Answers, long Version)
{
    public string Name => ResourceNames.Reviews + Id;

    /// <summary>Most items that are drawn.</summary>
    public int MostItems => Spec.Items == 0 ? Answers : Math.Min(Spec.Items, Answers);
}
