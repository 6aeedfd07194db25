using Grpc.Core;
using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Contracts.Trust.V1;
using MedHelm.Judging.Runs;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Certificates;

/// <summary>The gRPC API over certificates of runs.</summary>
internal sealed class CertificateRpc(PlannedRuns runs, RunCertificates certificates) : CertificateService.CertificateServiceBase
{
    public override async Task<ListCertificatesResponse> ListCertificates(ListCertificatesRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Require(ResourceNames.IsRun(request.Run), "run", $"must be runs/ID, was '{request.Run}'");
        violations.ThrowIfAny();
        // Asked before the verdicts are read: what is final then is complete.
        var final = await runs.StateAsync(request.Run, context.CancellationToken) is RunState.Completed or RunState.Failed;
        var plan = await runs.PlanAsync(request.Run, context.CancellationToken);
        var rated = plan.Benchmarks.Where(planned => planned.Jury is not null).ToList();
        if (request.Benchmark.Length > 0 && !rated.Exists(planned => planned.Benchmark == request.Benchmark))
        {
            violations.Add("benchmark", rated.Count == 0
                ? $"must be empty: no jury rates a benchmark of {request.Run}."
                : $"must be one of the run's benchmarks that a jury rates ({string.Join(", ", rated.Select(planned => planned.Benchmark))}), was '{request.Benchmark}'.");
        }
        violations.ThrowIfAny();
        var response = new ListCertificatesResponse();
        foreach (var benchmark in rated.Where(planned => request.Benchmark.Length == 0 || planned.Benchmark == request.Benchmark))
            response.Certificates.Add(await certificates.MakeAsync(plan, benchmark, "", final, context.CancellationToken));
        return response;
    }
}
