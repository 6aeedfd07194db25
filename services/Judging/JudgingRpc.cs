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
        var filter = new VerdictFilter(request.Run, request.Candidate, request.Benchmark, request.InstanceId);
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
        var key = Paging.Key(request.PageToken, parts: 4, violations);
        violations.ThrowIfAny();
        return (key is [var candidate, var benchmark, var instance, var juror] ? new VerdictKey(candidate, benchmark, instance, juror) : null, size);
    }

    private static string TokenAfter(RecordedVerdict verdict) =>
        Paging.TokenAfter(verdict.Candidate, verdict.Benchmark, verdict.InstanceId, verdict.Verdict.Juror);

    [GeneratedRegex("^runs/[^/\\s]+\\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RunName();
}
