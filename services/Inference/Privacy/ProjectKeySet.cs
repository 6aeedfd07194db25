namespace MedHelm.Inference.Privacy;

/// <summary>The keys of a project at one moment, unwrapped.</summary>
/// <param name="Highest">Highest version ever given; 0 before the first.</param>
/// <param name="Versions">The keys that were not destroyed.</param>
internal sealed record ProjectKeySet(int Highest, IReadOnlyDictionary<int, byte[]> Versions)
{
    /// <summary>Version in use; 0 when there is none, or all were destroyed.</summary>
    public int Current { get; } = Versions.Count > 0 ? Versions.Keys.Max() : 0;
}
