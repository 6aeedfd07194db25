using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging;

/// <summary>The gRPC API over stored verdicts.</summary>
internal sealed partial class JudgingRpc(VerdictStore store) : JudgingService.JudgingServiceBase
{
    public override async Task<ListVerdictsResponse> ListVerdicts(ListVerdictsRequest request, ServerCallContext context)
    {
        var (after, size) = Check(request);
        var filter = new VerdictFilter(request.Run, request.Judgement, request.Candidate, request.Benchmark, request.InstanceId);
        // One more than asked for tells whether there is a next page.
        var found = await store.ListAsync(filter, after, size + 1, context.CancellationToken);
        return new ListVerdictsResponse
        {
            Verdicts = { found.Take(size) },
            NextPageToken = found.Count > size ? TokenAfter(found[size - 1]) : "",
        };
    }

    private static (VerdictKey? After, int Size) Check(ListVerdictsRequest request)
    {
        var violations = new Violations();
        violations.Require(RunName().IsMatch(request.Run), "run", $"must be runs/ID, was '{request.Run}'");
        var size = Paging.Size(request.PageSize, violations);
        var key = Paging.Key(request.PageToken, parts: 6, violations);
        var after = KeyOf(key, violations);
        violations.ThrowIfAny();
        return (after, size);
    }

    private static VerdictKey? KeyOf(string[]? key, Violations violations)
    {
        if (key is not [var candidate, var benchmark, var instance, var juror, var repeatText, var attemptText]) return null;
        if (Number(repeatText) is { } repeat && Number(attemptText) is { } attempt) return new(candidate, benchmark, instance, juror, repeat, attempt);
        violations.Add("page_token", "must be empty or the next_page_token of the page before.");
        return null;

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string TokenAfter(RecordedVerdict verdict) => Paging.TokenAfter(
        verdict.Candidate, verdict.Benchmark, verdict.InstanceId, verdict.Verdict.Juror,
        verdict.Verdict.Repeat.ToString(CultureInfo.InvariantCulture), verdict.Attempt.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("^runs/[^/\\s]+\\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RunName();
}
