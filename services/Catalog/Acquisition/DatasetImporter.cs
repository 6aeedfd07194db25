using MedHelm.Catalog.Datasets;
using MedHelm.Contracts.Inference.V1;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Puts data from bundles and folders into place: all of a benchmark, after every check, or nothing.</summary>
public static class DatasetImporter
{
    /// <summary>The acceptance that an import of this benchmark would go by without a new one; null when there is none.</summary>
    public static AcceptedLicence? AcceptedFor(BundledBenchmark benchmark, BenchmarkFiles files) =>
        LicenceFile.Read(files.Folder, files.Definition.Licence)
        ?? (benchmark.Accepted is { } carried && carried.Licence == files.Definition.Licence ? carried : null);

    /// <param name="bundle">What to import.</param>
    /// <param name="accepted">New acceptances by benchmark.</param>
    /// <param name="cancellationToken">Stops it before anything is put into place.</param>
    /// <exception cref="DatasetException">Something is wrong with the data, or it is gated and its terms accepted by nobody.</exception>
    public static void Import(DatasetBundle bundle, IReadOnlyDictionary<string, AcceptedLicence> accepted, CancellationToken cancellationToken) =>
        Install(
            [.. bundle.Manifest.Benchmarks.Select(b => new Incoming(
                bundle.Files[b.Id], accepted.GetValueOrDefault(b.Id) ?? AcceptedFor(b, bundle.Files[b.Id]), staged => bundle.Extract(b, staged, cancellationToken)))],
            bundle.Path,
            cancellationToken);

    /// <summary>Copies upstream files from a folder that has them under the paths of the definition.</summary>
    public static void Import(BenchmarkFiles files, string folder, AcceptedLicence? accepted, CancellationToken cancellationToken)
    {
        var source = files.At(folder);
        if (!Directory.Exists(source.Path))
            throw new DatasetException($"{source.Path} is not a folder; name the one with the files of '{files.Definition.Id}'.");
        if (source.Path == files.Folder.Path)
            throw new DatasetException($"{source.Path} is where the data belongs already; 'medhelm datasets verify {files.Definition.Id}' checks it.");
        if (files.CompleteIn(source).Count == 0)
            throw new DatasetException($"{files.Definition.Id}: missing {string.Join(", ", source.Missing)}. Put the files there under these names, then import again.");
        Install([new(files, accepted ?? LicenceFile.Read(files.Folder, files.Definition.Licence), staged => Copy(files, source, staged, cancellationToken))], source.Path, cancellationToken);
    }

    private static void Install(IReadOnlyList<Incoming> incoming, string source, CancellationToken cancellationToken)
    {
        foreach (var (files, accepted, _) in incoming)
            if (accepted is null && files.Definition.DataTier == DataTier.Gated)
                throw new DatasetException($"{files.Definition.Id}: nobody has accepted its terms ({files.Definition.Licence}); read them, then import with --accept-licence.");
        var workplaces = DatasetWorkplace.Open([.. incoming.Select(i => i.Files.Folder)]);
        try
        {
            var plans = workplaces.Zip(incoming).Select(pair => Stage(pair.First, pair.Second, source, cancellationToken)).ToList();
            foreach (var (workplace, kept) in workplaces.Zip(plans))
                workplace.Commit(kept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{source} cannot be imported: {e.Message} Make room or give the right to write there, then import again.", e);
        }
        finally
        {
            foreach (var workplace in workplaces)
            {
                workplace.Abandon();
                workplace.Dispose();
            }
        }
    }

    private static IReadOnlyList<string> Stage(DatasetWorkplace workplace, Incoming incoming, string source, CancellationToken cancellationToken)
    {
        var (files, accepted, fill) = incoming;
        var staged = workplace.Stage();
        fill(staged);
        var folder = files.At(staged);
        if (files.CompleteIn(folder).Count == 0)
            throw new DatasetException($"{files.Definition.Id}: {source} has no {string.Join(", ", folder.Missing.Select(m => Path.GetRelativePath(staged, m)))}. Nothing was imported.");
        DatasetVerifier.Require(files, folder, files.Wanted, "Nothing was imported.", cancellationToken);
        if (accepted is not null)
            LicenceFile.Write(staged, accepted);
        cancellationToken.ThrowIfCancellationRequested();
        return workplace.Plan(files);
    }

    // As they lie there, compressed or not.
    private static void Copy(BenchmarkFiles files, DatasetFolder from, string staged, CancellationToken cancellationToken)
    {
        foreach (var source in files.Wanted.SelectMany(w => from.Resolve(w.File)).DistinctBy(f => f.Path, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var onDisk = File.Exists(source.Path) ? source.Path : source.Path + ".gz";
            var target = Path.Combine(staged, Path.GetRelativePath(from.Path, onDisk));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(onDisk, target);
        }
    }

    private sealed record Incoming(BenchmarkFiles Files, AcceptedLicence? Accepted, Action<string> Fill);
}
