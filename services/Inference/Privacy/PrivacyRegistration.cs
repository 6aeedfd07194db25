using MedHelm.Inference.Bundles;
using MedHelm.Inference.Storage;

namespace MedHelm.Inference.Privacy;

/// <summary>Keys, sealed text and bundles of answers.</summary>
internal static class PrivacyRegistration
{
    public static void AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<MasterKeyRing>();
        services.AddSingleton<ProjectKeyStore>();
        services.AddSingleton<ProjectKeys>();
        services.AddSingleton<PrivateText>();
        services.AddSingleton<ServedAnswers>();
        services.AddSingleton<ArchiveTransfer>();
        services.AddSingleton<BundleImport>();
        services.AddHostedService<KeyRewrapping>();
    }

    public static void MapPrivacy(this WebApplication app)
    {
        app.MapGrpcService<KeyRpc>();
        app.MapGrpcService<CacheRpc>();
    }
}
