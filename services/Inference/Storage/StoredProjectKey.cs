namespace MedHelm.Inference.Storage;

/// <summary>One version of a project's key as it is stored.</summary>
/// <param name="Project">Project.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="MasterKey">Id of the master key that wrapped it; empty when destroyed.</param>
/// <param name="Wrapped">The wrapped key; empty when destroyed.</param>
internal sealed record StoredProjectKey(string Project, int Version, string MasterKey, byte[] Wrapped)
{
    public bool Shredded => Wrapped.Length == 0;
}
