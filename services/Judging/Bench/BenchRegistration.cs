using MedHelm.Contracts.Evaluation.V1;
using MedHelm.Judging.Bench.Examination;
using MedHelm.Judging.Certificates;
using MedHelm.Judging.Comparisons;
using MedHelm.Judging.Drift;
using MedHelm.ServiceDefaults.Rpc;

namespace MedHelm.Judging.Bench;

/// <summary>Adds the bench to Judging.</summary>
internal static class BenchRegistration
{
    public static void AddBench(this WebApplicationBuilder builder)
    {
        builder.AddServiceClient<SampleSourceService.SampleSourceServiceClient>("evaluation");
        builder.Services.AddSingleton<Deployments>();
        builder.Services.AddSingleton<Samples>();
        builder.Services.AddSingleton<JurorCalls>();
        builder.Services.AddSingleton<MarkMeans>();
        builder.Services.AddSingleton<Means>();
        builder.Services.AddSingleton<BenchLease>();
        builder.Services.AddSingleton<AdmissionStore>();
        builder.Services.AddSingleton<AdmissionChecks>();
        builder.Services.AddSingleton<Examiner>();
        builder.Services.AddSingleton<AnchorPrompts>();
        builder.Services.AddSingleton<AnchorStore>();
        builder.Services.AddSingleton<AnchorSets>();
        builder.Services.AddSingleton<AnchorSetStates>();
        builder.Services.AddSingleton<CurrentRubrics>();
        builder.Services.AddSingleton<DriftStore>();
        builder.Services.AddSingleton<DriftTest>();
        builder.Services.AddSingleton<DriftChecks>();
        builder.Services.AddSingleton<IDriftStates, DriftStates>();
        builder.Services.AddSingleton<LinkStore>();
        builder.Services.AddSingleton<VersionLinks>();
        builder.Services.AddSingleton<JuryComparer>();
        builder.Services.AddHostedService<DriftSchedule>();
    }
}
