using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Npgsql;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

public sealed class SqliteDatabaseTests : DatabaseContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("database");

    protected override string Address => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class PostgresDatabaseTests : DatabaseContract, IDisposable
{
    public PostgresDatabaseTests(ServerFixture servers)
    {
        Address = servers.Postgres.ConnectionString;
        Drop();
    }

    protected override string Address { get; }

    public void Dispose() => Drop();

    // Every test has a fresh database, as it has a fresh file with SQLite.
    private void Drop()
    {
        var address = new Uri(Address);
        using var server = new NpgsqlConnection($"Host={address.Host};Port={address.Port};Username=postgres;Database=postgres");
        server.Open();
        using var drop = new NpgsqlCommand("DROP DATABASE IF EXISTS medhelm_contract WITH (FORCE)", server);
        drop.ExecuteNonQuery();
    }
}
