using MedHelm.Judging.Certificates;
using MedHelm.Judging.Ratings;
using MedHelm.Judging.Reviews;
using MedHelm.Judging.Storage;

namespace MedHelm.Judging;

/// <summary>Ratings, reviews and certificates.</summary>
internal static class ClinicianRegistration
{
    /// <summary>Adds them to Judging, which has the clients and the stores they use.</summary>
    public static void AddClinicians(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RatingStore>();
        builder.Services.AddSingleton<RatedRun>();
        builder.Services.AddSingleton<RatingImport>();
        builder.Services.AddSingleton<ReviewStore>();
        builder.Services.AddSingleton<ReviewTexts>();
        builder.Services.AddSingleton<ReviewOpening>();
        builder.Services.AddSingleton<ReviewQueue>();
        builder.Services.AddSingleton<ReviewReports>();
        builder.Services.AddSingleton<AnswerWords>();
        builder.Services.AddSingleton<JudgedRuns>();
        builder.Services.AddSingleton<LabelSources>();
        builder.Services.AddSingleton<JuryMeasurement>();
        builder.Services.AddSingleton<AnchoredScores>();
        builder.Services.AddSingleton<CascadeFigures>();
        builder.Services.AddSingleton<RunCertificates>();
        builder.Services.AddSingleton<RatingCertificates>();
    }

    /// <summary>Maps their gRPC services.</summary>
    public static void MapClinicians(this WebApplication app)
    {
        app.MapGrpcService<ReviewRpc>();
        app.MapGrpcService<CertificateRpc>();
    }
}
