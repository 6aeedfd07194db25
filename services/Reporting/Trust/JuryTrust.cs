using Grpc.Core;
using MedHelm.Contracts.Reporting.V1;
using MedHelm.Contracts.Trust.V1;

namespace MedHelm.Reporting.Trust;

/// <summary>
/// Says on a leaderboard how far its jury scores can be trusted, as Judging knows it now: labels of clinicians arrive after a run is over, so this is no part of what
/// is stored. Whatever is not known is shown as uncertified, never left out.
/// </summary>
internal sealed partial class JuryTrust(CertificateService.CertificateServiceClient certificates, TimeProvider clock, ILogger<JuryTrust> logger)
{
    private const string UnderWay = "the run is under way; certificates stand once it is over";
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    // Of leaderboards stored before columns said that a jury rates.
    private static readonly string[] JuryMetrics = ["jury_score", "helm_jury_score", "rubric_points"];

    /// <summary>The leaderboard with its marks; the one given stays as it is.</summary>
    internal async Task<Leaderboard> AddAsync(Leaderboard leaderboard, CancellationToken cancel)
    {
        if (!leaderboard.Columns.Any(IsOfJury)) return leaderboard;
        var marked = leaderboard.Clone();
        var (found, problem) = marked.Final ? await FindAsync(marked.Run, cancel) : (new Dictionary<string, Certificate>(StringComparer.Ordinal), UnderWay);
        foreach (var column in marked.Columns.Where(IsOfJury))
            column.Trust = found.TryGetValue(column.Benchmark, out var certificate) ? TrustMarks.Of(certificate) : TrustMarks.Unknown(problem);
        foreach (var row in marked.Rows)
        {
            foreach (var (cell, column) in row.Cells.Zip(marked.Columns).Where(pair => pair.Second.Trust is not null))
            {
                cell.Uncertified = cell.HasScore && !column.Trust.Certified;
                cell.Anchored = found.GetValueOrDefault(cell.Benchmark)?.Scores
                    .FirstOrDefault(score => score.Candidate == row.Model && score.Benchmark == cell.Benchmark)?.Anchored is { HasValue: true } anchored ? anchored : null;
            }
        }
        marked.Notices.Add(Notices(marked));
        return marked;
    }

    private static bool IsOfJury(LeaderboardColumn column) => column.Trust is not null || JuryMetrics.Contains(column.Metric);

    private static IEnumerable<string> Notices(Leaderboard leaderboard) =>
        leaderboard.Columns
            .Where(column => column.Trust is { Certified: false })
            .GroupBy(column => column.Trust.Missing, column => column.Benchmark, StringComparer.Ordinal)
            .Select(group => $"Uncertified jury scores, of which nobody has shown how far to trust them: {string.Join(", ", group.Order(StringComparer.Ordinal))}. Missing: {group.Key.TrimEnd('.')}.");

    private async Task<(Dictionary<string, Certificate> Found, string Problem)> FindAsync(string run, CancellationToken cancel)
    {
        var found = new Dictionary<string, Certificate>(StringComparer.Ordinal);
        try
        {
            var reply = await certificates.ListCertificatesAsync(new ListCertificatesRequest { Run = run }, deadline: clock.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken: cancel);
            foreach (var certificate in reply.Certificates)
                foreach (var benchmark in certificate.Benchmarks) found[benchmark] = certificate;
            return (found, "there is no certificate for this benchmark");
        }
        catch (RpcException e) when (!cancel.IsCancellationRequested)
        {
            Log.NotAnswered(logger, run, e.StatusCode);
            return (found, e.StatusCode switch
            {
                StatusCode.Unavailable or StatusCode.DeadlineExceeded => "Judging, which keeps the certificates, does not answer; look again shortly",
                StatusCode.NotFound => "Judging, which keeps the certificates, does not know this run",
                _ => $"Judging, which keeps the certificates, could not give them ({e.StatusCode}); its log says why",
            });
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "No certificates of {Run}: Judging answered {Status}. Its jury scores are shown as uncertified.", EventName = "CertificatesMissing")]
        internal static partial void NotAnswered(ILogger logger, string run, StatusCode status);
    }
}
