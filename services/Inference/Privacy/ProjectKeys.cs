using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using MedHelm.Contracts.Inference.V1;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Privacy;

/// <summary>
/// A key for each project, under the master key. Keys are held unwrapped for <see cref="KeepFor"/> at most, so what one replica
/// rotates or destroys takes effect on the others within that time; on itself, at once.
/// A project whose keys were destroyed may be used again: its next text gets a key of its own, with a version number that was never used before.
/// </summary>
internal sealed class ProjectKeys(ProjectKeyStore store, MasterKeyRing masters, TimeProvider clock)
{
    /// <summary>How long a replica may go on with keys that another one has changed.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(4);

    private const int MostProjects = 1000;

    private readonly ConcurrentDictionary<string, Loaded> loaded = new(StringComparer.Ordinal);

    /// <summary>The version to write with, and its key. Made when the project has none.</summary>
    /// <exception cref="MasterKeyMissingException">There is no master key to keep it under.</exception>
    public async ValueTask<(int Version, byte[] Key)> CurrentAsync(string project, CancellationToken cancel)
    {
        if (masters.Refusal is { } refusal) throw new MasterKeyMissingException(refusal);
        while (true)
        {
            var keys = await LoadAsync(project, cancel);
            if (keys.Current > 0) return (keys.Current, keys.Versions[keys.Current]);
            await AddAsync(project, keys.Highest + 1, cancel);
        }
    }

    /// <summary>The key of a version; null when it was destroyed or never existed.</summary>
    /// <exception cref="MasterKeyMissingException">It is there, and the master key that wrapped it is not.</exception>
    public async ValueTask<byte[]?> FindAsync(string project, int version, CancellationToken cancel)
    {
        var keys = await LoadAsync(project, cancel);
        // Another replica may have made it a moment ago.
        if (version > keys.Highest)
        {
            loaded.TryRemove(project, out _);
            keys = await LoadAsync(project, cancel);
        }
        return keys.Versions.GetValueOrDefault(version);
    }

    /// <summary>Makes a new version. Null when the project has no key in use: never had one, or all were destroyed.</summary>
    /// <exception cref="MasterKeyMissingException">There is no master key to keep it under.</exception>
    public async Task<ProjectKey?> RotateAsync(string project, CancellationToken cancel)
    {
        if (masters.Refusal is { } refusal) throw new MasterKeyMissingException(refusal);
        while (true)
        {
            loaded.TryRemove(project, out _);
            var keys = await LoadAsync(project, cancel);
            if (keys.Current == 0) return null;
            if (await AddAsync(project, keys.Highest + 1, cancel)) return new ProjectKey { Project = project, Version = keys.Highest + 1 };
        }
    }

    /// <summary>Destroys every key of the project. False when it never had one.</summary>
    public async Task<bool> ShredAsync(string project, CancellationToken cancel)
    {
        var known = await store.ShredAsync(project, clock.GetUtcNow(), cancel);
        loaded.TryRemove(project, out _);
        return known;
    }

    private async Task<bool> AddAsync(string project, int version, CancellationToken cancel)
    {
        var master = masters.Current;
        var added = await store.AddAsync(project, version, master.Id, master.Wrap(RandomNumberGenerator.GetBytes(AuthenticatedBytes.KeyBytes), project, version), clock.GetUtcNow(), cancel);
        loaded.TryRemove(project, out _);
        return added;
    }

    private async ValueTask<ProjectKeySet> LoadAsync(string project, CancellationToken cancel)
    {
        while (true)
        {
            if (loaded.TryGetValue(project, out var entry) && clock.GetElapsedTime(entry.Since) < KeepFor)
            {
                if (entry.Keys.IsValueCreated && entry.Keys.Value.IsCompletedSuccessfully) return entry.Keys.Value.Result;
            }
            else
            {
                // The time counts from before the keys are read, so that a change is never noticed later than promised.
                var fresh = new Loaded(new Lazy<Task<ProjectKeySet>>(() => ReadAsync(project)), clock.GetTimestamp());
                if (entry is null ? !loaded.TryAdd(project, fresh) : !loaded.TryUpdate(project, fresh, entry)) continue;
                entry = fresh;
                if (loaded.Count > MostProjects) Forget();
            }
            try
            {
                return await entry.Keys.Value.WaitAsync(cancel);
            }
            catch
            {
                if (entry.Keys.Value.IsFaulted) loaded.TryRemove(KeyValuePair.Create(project, entry));
                throw;
            }
        }
    }

    private async Task<ProjectKeySet> ReadAsync(string project)
    {
        var rows = await store.ReadAsync(project, CancellationToken.None);
        return new ProjectKeySet(rows.Count == 0 ? 0 : rows.Max(row => row.Version), rows.Where(row => !row.Shredded).ToDictionary(row => row.Version, Unwrap));
    }

    private byte[] Unwrap(StoredProjectKey row) =>
        masters.Find(row.MasterKey) is { } master
            ? master.Unwrap(row.Wrapped, row.Project, row.Version)
            : throw new MasterKeyMissingException(string.Create(CultureInfo.InvariantCulture,
                $"Key version {row.Version} of project '{row.Project}' is under master key {row.MasterKey}, which is not configured: add it as a further line of MEDHELM__MASTERKEYFILE."));

    private void Forget()
    {
        foreach (var (project, entry) in loaded)
            if (clock.GetElapsedTime(entry.Since) >= KeepFor) loaded.TryRemove(KeyValuePair.Create(project, entry));
    }

    private sealed record Loaded(Lazy<Task<ProjectKeySet>> Keys, long Since);
}
