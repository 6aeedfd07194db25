using System.Globalization;
using System.Net;
using MedHelm.Catalog.Datasets;

namespace MedHelm.Catalog.Acquisition;

/// <summary>Downloads one file, over as many connections as it takes.</summary>
/// <param name="http">Must not follow redirects by itself.</param>
/// <param name="limits">When to give up.</param>
/// <param name="clock">Of pauses.</param>
/// <param name="progress">Hears of every piece.</param>
internal sealed class Downloader(HttpClient http, DownloadLimits limits, TimeProvider clock, IAcquisitionProgress progress)
{
    private const int MostRedirects = 10;
    private const int BufferSize = 1 << 17;

    /// <summary>
    /// Returns when the part file is whole, and says whether its bytes come from more than one answer. Throws
    /// <see cref="DatasetException"/> when the download is given up; what came so far is kept where it can be taken up.
    /// </summary>
    public async Task<bool> DownloadAsync(string name, Uri url, PartFile part, CancellationToken cancellationToken)
    {
        var failures = 0;
        for (var requests = 1; !part.IsWhole; requests++)
        {
            var before = part.Length;
            try
            {
                return !await RequestAsync(name, url, part, cancellationToken);
            }
            catch (DownloadBrokenException e)
            {
                failures = part.Length > before ? 1 : failures + 1;
                if (failures >= limits.MostFailures || requests >= limits.MostRequests)
                    throw new DatasetException($"{Shown(url)} could not be downloaded: {e.Message}. {Kept(part)}", e);
                var pause = e.Wait ?? limits.FirstPause * Math.Pow(2, failures - 1);
                pause = pause < limits.LongestPause ? pause : limits.LongestPause;
                progress.Say(string.Create(CultureInfo.InvariantCulture, $"{name}: {e.Message}; trying again in {Math.Ceiling(pause.TotalSeconds)} s."));
                await Task.Delay(pause, clock, cancellationToken);
            }
        }

        return true;
    }

    // True when one answer brought everything.
    private async Task<bool> RequestAsync(string name, Uri url, PartFile part, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(limits.Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            using var response = await AnswerAsync(url, part, either.Token);
            var whole = response.StatusCode == HttpStatusCode.OK;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == part.Length && part.Length > 0)
                return false;
            Prepare(url, part, response);
            var total = whole ? response.Content.Headers.ContentLength : response.Content.Headers.ContentRange?.Length ?? part.Total;
            CheckSize(url, part, total ?? 0);
            await ReceiveAsync(name, url, part, response, total, silence, either.Token);
            return whole;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadBrokenException(string.Create(CultureInfo.InvariantCulture, $"nothing came for {limits.Silence.TotalSeconds} s"), inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw new DownloadBrokenException($"the connection failed ({e.Message.TrimEnd('.')})", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{part.Path} cannot be written: {e.Message} Make room or give the right to write there, then run the same command again.", e);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(Uri url, PartFile part, CancellationToken cancellationToken)
    {
        var at = url;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.AcceptEncoding.ParseAdd("identity");
            request.Headers.UserAgent.ParseAdd("MedHelm");
            part.AskForRest(request);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            at = Next(at, new Uri(at, location));
        }

        throw new DatasetException($"{Shown(url)} leads from one address to the next without end. Get the file by hand and put it into the dataset folder.");
    }

    private static Uri Next(Uri from, Uri to)
    {
        if (to.Scheme != Uri.UriSchemeHttps && (to.Scheme != Uri.UriSchemeHttp || from.Scheme == Uri.UriSchemeHttps))
            throw new DatasetException($"{Shown(from)} leads to {Shown(to)}, which is not a web address as safe as the first; it is not followed. Correct the url in the definition, or get the file by hand.");
        return to;
    }

    private void Prepare(Uri url, PartFile part, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            part.Begin(response);
            return;
        }

        if (part.IsContinuedBy(response))
            return;
        if (status is 206 or 416)
        {
            part.Delete();
            throw new DownloadBrokenException("the server has not the rest of the same file; it starts again", TimeSpan.Zero);
        }

        if (status is 408 or 429 or >= 500)
            throw new DownloadBrokenException($"the server answered {status} {response.ReasonPhrase}", Wait(response));
        throw new DatasetException($"{Shown(url)} answered {status} {response.ReasonPhrase}. Look at the address in a browser; if the file has moved, get it by hand and put it into the dataset folder.");
    }

    private async Task ReceiveAsync(
        string name, Uri url, PartFile part, HttpResponseMessage response, long? total, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = part.Append();
        var buffer = new byte[BufferSize];
        var done = file.Length;
        progress.Advance(name, done, total);
        while (await ReadAsync(body, buffer, cancellationToken) is var read and > 0)
        {
            silence.CancelAfter(limits.Silence);
            done += read;
            CheckSize(url, part, done);
            await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            progress.Advance(name, done, total);
        }

        file.Flush(flushToDisk: true);
        if (total is not null && done != total)
            throw new DownloadBrokenException(string.Create(CultureInfo.InvariantCulture, $"the connection ended after {done} of {total} bytes"));
    }

    // Reading fails for the network's reasons, writing for the disk's.
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw new DownloadBrokenException("the connection broke", inner: e);
        }
    }

    private void CheckSize(Uri url, PartFile part, long size)
    {
        if (size <= limits.MostBytes)
            return;
        part.Delete();
        throw new DatasetException(string.Create(CultureInfo.InvariantCulture, $"{Shown(url)} has more than {limits.MostBytes} bytes, the most that is downloaded. Check the address, or get the file by hand."));
    }

    private TimeSpan? Wait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    // Without the query, which may hold a key.
    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);

    private static string Kept(PartFile part) => part.Length > 0 && part.Total is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{part.Length} bytes are kept; the same command goes on from there.")
        : "Try the same command later.";
}
