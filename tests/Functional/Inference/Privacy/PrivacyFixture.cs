using MedHelm.Inference;
using MedHelm.Inference.Bundles;
using MedHelm.Inference.Privacy;
using MedHelm.Inference.Storage;
using MedHelm.ServiceDefaults;
using MedHelm.ServiceDefaults.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MedHelm.Tests.Functional.Inference.Privacy;

/// <summary>One replica's keys, sealed text and bundles on a database that replicas may share.</summary>
internal sealed class PrivacyFixture : IAsyncDisposable
{
    private PrivacyFixture(string service, Settings settings, ILoggerFactory? logs)
    {
        Database = new Database(service, settings, typeof(InferenceModule).Assembly);
        Masters = new MasterKeyRing(settings, (logs ?? NullLoggerFactory.Instance).CreateLogger<MasterKeyRing>());
        Store = new ProjectKeyStore(Database);
        Keys = new ProjectKeys(Store, Masters, Clock);
        Text = new PrivateText(Keys, Masters);
        Archive = new ArchiveTransfer(Database, Clock);
        Rpc = new KeyRpc(Keys, Store, Archive, (logs ?? NullLoggerFactory.Instance).CreateLogger<KeyRpc>());
        Bundles = new CacheRpc(Archive, new BundleImport(Archive));
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public Database Database { get; }

    public MasterKeyRing Masters { get; }

    public ProjectKeyStore Store { get; }

    public ProjectKeys Keys { get; }

    public PrivateText Text { get; }

    public ArchiveTransfer Archive { get; }

    public KeyRpc Rpc { get; }

    public CacheRpc Bundles { get; }

    /// <summary>A random master key.</summary>
    public static string MasterKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public static string NewService() => "privacy_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    /// <summary>A replica; the first one brings the database up to date.</summary>
    public static async Task<PrivacyFixture> StartAsync(string storage, string service, string? masterKeyFile = null, ILoggerFactory? logs = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("MEDHELM:STORAGE", storage), new("MEDHELM:MASTERKEYFILE", masterKeyFile)]).Build();
        var fixture = new PrivacyFixture(service, Settings.Read(configuration), logs);
        await new DatabaseMigrator([fixture.Database], TimeProvider.System, NullLogger<DatabaseMigrator>.Instance).StartingAsync(default);
        await new KeyRewrapping(fixture.Store, fixture.Masters, (logs ?? NullLoggerFactory.Instance).CreateLogger<KeyRewrapping>()).StartAsync(default);
        return fixture;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
