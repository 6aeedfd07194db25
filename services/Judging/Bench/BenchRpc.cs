using Grpc.Core;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Bench.Examination;
using MedHelm.Judging.Comparisons;
using MedHelm.Judging.Drift;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Bench;

/// <summary>The gRPC API over the bench: examinations, anchors, links.</summary>
internal sealed class BenchRpc(
    Examiner examiner, AdmissionStore admissions, AnchorSets anchors, AnchorStore sets, AnchorSetStates states, DriftChecks checks, VersionLinks links, JuryComparer juries) : BenchService.BenchServiceBase
{
    public override async Task<AdmitJurorResponse> AdmitJuror(AdmitJurorRequest request, ServerCallContext context) =>
        new() { Admission = await examiner.ExamineAsync(request, context.CancellationToken) };

    public override async Task<ListAdmissionsResponse> ListAdmissions(ListAdmissionsRequest request, ServerCallContext context) =>
        new() { Admissions = { await admissions.ListAsync(request.Deployment, context.CancellationToken) } };

    public override async Task<CreateAnchorSetResponse> CreateAnchorSet(CreateAnchorSetRequest request, ServerCallContext context) =>
        new() { AnchorSet = await states.OfAsync(await anchors.CreateAsync(request, context.CancellationToken), context.CancellationToken) };

    public override async Task<ListAnchorSetsResponse> ListAnchorSets(ListAnchorSetsRequest request, ServerCallContext context)
    {
        var reply = new ListAnchorSetsResponse();
        foreach (var set in await sets.ListAsync(context.CancellationToken)) reply.AnchorSets.Add(await states.OfAsync(set, context.CancellationToken));
        return reply;
    }

    public override async Task<CheckDriftResponse> CheckDrift(CheckDriftRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(request.Anchors >= 0, "anchors", "must be 0 or more.");
        violations.ThrowIfAny();
        var set = await sets.RequireAsync(request.AnchorSet, context.CancellationToken);
        var jurors = set.Content.Jurors.Where(juror => request.Juror.Length == 0 || juror.Juror == request.Juror).ToList();
        if (jurors.Count == 0) throw Errors.NotFound("juror", request.Juror);
        foreach (var juror in jurors) await checks.CheckAsync(set, juror, request.Anchors, "asked", context.CancellationToken);
        return new CheckDriftResponse { AnchorSet = await states.OfAsync(set, context.CancellationToken) };
    }

    public override async Task<LinkVersionsResponse> LinkVersions(LinkVersionsRequest request, ServerCallContext context) =>
        new() { AnchorSet = await states.OfAsync(await links.LinkAsync(request, context.CancellationToken), context.CancellationToken) };

    public override async Task<CompareJuriesResponse> CompareJuries(CompareJuriesRequest request, ServerCallContext context) =>
        new() { Benchmarks = { await juries.CompareAsync(request, context.CancellationToken) } };
}
