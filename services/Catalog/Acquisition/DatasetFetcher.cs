using System.Security.Cryptography;
using MedHelm.Catalog.Datasets;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Downloads the public files of benchmarks into a dataset folder.</summary>
public sealed class DatasetFetcher(HttpClient http, DownloadLimits downloads, ArchiveLimits archives, TimeProvider clock, IAcquisitionProgress progress)
{
    private const string Zipped = ".gz";

    private readonly Downloader downloader = new(http, downloads, clock, progress);

    /// <summary>A client as downloads need it: it shows every redirect, and gives up only a dead connection.</summary>
    public static HttpClient NewClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(30) }, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>
    /// Fetches what is not there with the right hash. Stopped at any moment, the same call goes on from there.
    /// </summary>
    /// <param name="files">Of the benchmark.</param>
    /// <param name="accepted">Recorded first; null where an acceptance is on record.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DatasetException">A file cannot be had, or is not the one expected. What was there before still is.</exception>
    public async Task<FetchOutcome> FetchAsync(BenchmarkFiles files, AcceptedLicence? accepted, CancellationToken cancellationToken)
    {
        using var workplace = DatasetWorkplace.Open([files.Folder])[0];
        if (accepted is not null)
            LicenceFile.Write(workplace.Target, accepted);
        var needed = files.Wanted.Where(w => !IsThere(files, w, cancellationToken)).ToList();
        var archived = needed.Where(w => w is { Address: null, Archive: not null }).ToList();
        try
        {
            foreach (var wanted in needed.Where(w => w.Address is not null))
                await FetchFileAsync(files, workplace, wanted, wanted.Address!, cancellationToken);
            foreach (var archive in archived.GroupBy(w => w.Archive!))
                await FetchArchiveAsync(files, workplace, archive.Key, [.. archive], cancellationToken);
            workplace.ForgetParts();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{workplace.Target} cannot be written: {e.Message} Make room or give the right to write there, then run the same command again.", e);
        }
        finally
        {
            workplace.Abandon();
        }

        var unreachable = needed.Where(w => w is { Address: null, Archive: null }).Select(w => w.File.Path).ToList();
        return new(needed.Count - unreachable.Count, files.Wanted.Count - needed.Count, unreachable);
    }

    private static bool IsThere(BenchmarkFiles files, WantedFile wanted, CancellationToken cancellationToken) =>
        DatasetVerifier.Look(files, files.Folder, wanted, cancellationToken).State is FileState.Right or FileState.Unknown;

    private async Task FetchFileAsync(BenchmarkFiles files, DatasetWorkplace workplace, WantedFile wanted, Uri url, CancellationToken cancellationToken)
    {
        var path = wanted.File.Path;
        var zipped = url.AbsolutePath.EndsWith(Zipped, StringComparison.OrdinalIgnoreCase) && !path.EndsWith(Zipped, StringComparison.OrdinalIgnoreCase);
        var place = (zipped ? path + Zipped : path).Split('/');
        var name = $"{files.Definition.Id}: {path}";
        await DownloadAsync(name, url, workplace.PartPath(path), part =>
        {
            var staged = workplace.Stage();
            var moved = Path.Combine([staged, .. place]);
            Directory.CreateDirectory(Path.GetDirectoryName(moved)!);
            File.Move(part, moved);
            var finding = DatasetVerifier.Look(files, files.At(staged), wanted, cancellationToken);
            return finding.Problem ?? Difference(name, finding.Sha256!, wanted.File.ExpectedSha256);
        }, cancellationToken);
        var target = Path.Combine([workplace.Target, .. place]);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(Path.Combine([workplace.Staged, .. place]), target, overwrite: true);
        // A wrong file without the ending would be read in place of this one.
        if (zipped)
            File.Delete(target[..^Zipped.Length]);
    }

    private async Task FetchArchiveAsync(BenchmarkFiles files, DatasetWorkplace workplace, DatasetArchive archive, List<WantedFile> wanted, CancellationToken cancellationToken)
    {
        var url = new Uri(archive.Url);
        var path = workplace.PartPath(".archive");
        var name = $"{files.Definition.Id}: the archive";
        await DownloadAsync(name, url, path, part => archive.ExpectedSha256 is null ? null : Difference(name, Sha256(part), archive.ExpectedSha256), cancellationToken);
        var staged = workplace.Stage();
        try
        {
            ArchiveUnpacker.Unpack(path, archive.Url, new(archive.Folder, wanted), staged, archives, cancellationToken);
            var folder = files.At(staged);
            if (wanted.Find(w => folder.Resolve(w.File).Count == 0) is { } missing)
                throw new BadArchiveException($"{archive.Url} has no {missing.File.Path} under {archive.Folder}. Correct the archive in the definition, or get the files from {files.Definition.Source}.");
            Compare(files, folder, wanted, cancellationToken);
        }
        catch (BadArchiveException e)
        {
            // Whatever else goes wrong, such as a full disk, the next command goes on with it.
            workplace.ForgetParts();
            throw new DatasetException(e.Message, e);
        }

        workplace.Commit(workplace.Plan(files));
    }

    private static void Compare(BenchmarkFiles files, DatasetFolder folder, List<WantedFile> wanted, CancellationToken cancellationToken)
    {
        try
        {
            DatasetVerifier.Require(files, folder, wanted, "Nothing of the archive was put into place.", cancellationToken);
        }
        catch (DatasetException e) when (e.InnerException is EndOfStreamException or not (IOException or UnauthorizedAccessException))
        {
            throw new BadArchiveException(e.Message, e);
        }
    }

    // A wrong hash after a download in pieces may be the fault of a server that mixed two versions; then once more in one piece.
    private async Task DownloadAsync(string name, Uri url, string path, Func<string, string?> fault, CancellationToken cancellationToken)
    {
        var part = new PartFile(path, url);
        for (var again = false; ; again = true)
        {
            var pieced = await downloader.DownloadAsync(name, url, part, cancellationToken);
            var problem = fault(path);
            if (problem is null)
                return;
            part.Delete();
            if (!pieced || again)
                throw new DatasetException($"{problem} Nothing was put into place. If {url.GetLeftPart(UriPartial.Path)} has a new version of the data, the benchmark needs a new version too.");
            progress.Say($"{name}: the pieces do not fit together; downloading it again.");
        }
    }

    private static string? Difference(string name, string sha256, string? expected) =>
        expected is null || sha256 == expected ? null : $"{name} is not the file the benchmark is defined on: its SHA-256 is {sha256}, expected {expected}.";

    private static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
