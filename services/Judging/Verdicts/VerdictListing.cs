using System.Text.RegularExpressions;
using Grpc.Core;
using MedHelm.Contracts.Judging.V1;
using MedHelm.Judging.Storage;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Verdicts;

/// <summary>The gRPC API over stored verdicts.</summary>
internal sealed partial class VerdictListing(VerdictStore store) : JudgingService.JudgingServiceBase
{
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    public override async Task<ListVerdictsResponse> ListVerdicts(ListVerdictsRequest request, ServerCallContext context)
    {
        var after = Check(request);
        var size = request.PageSize == 0 ? UsualPage : request.PageSize;
        var filter = new VerdictFilter(request.Run, request.Candidate, request.Benchmark, request.InstanceId);
        // One more than asked for tells whether there is a next page.
        var found = await store.ListAsync(filter, after, size + 1, context.CancellationToken);
        return new ListVerdictsResponse
        {
            Verdicts = { found.Take(size) },
            NextPageToken = found.Count > size ? PageToken.After(KeyOf(found[size - 1])) : "",
        };
    }

    private static VerdictKey? Check(ListVerdictsRequest request)
    {
        var violations = new Violations();
        violations.Require(RunName().IsMatch(request.Run), "run", $"must be runs/ID, was '{request.Run}'");
        violations.Require(request.PageSize is >= 0 and <= LargestPage, "page_size", $"must be 0 to {LargestPage}, was {request.PageSize}");
        violations.Require(PageToken.TryParse(request.PageToken, out var after), "page_token", "must be empty or the next_page_token of the page before");
        violations.ThrowIfAny();
        return after;
    }

    private static VerdictKey KeyOf(RecordedVerdict verdict) =>
        new(verdict.Candidate, verdict.Benchmark, verdict.InstanceId, verdict.Verdict.Juror);

    [GeneratedRegex("^runs/[^/\\s]+\\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex RunName();
}
