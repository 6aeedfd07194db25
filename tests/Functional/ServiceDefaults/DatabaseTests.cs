using MedHelm.Testing.Processes;
using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.ServiceDefaults;

public sealed class SqliteDatabaseTests : DatabaseContract, IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.Create("database");

    protected override string Address => "sqlite:" + folder.Path;

    public void Dispose() => folder.Dispose();
}

[Collection(ServerCollection.Name)]
public sealed class PostgresDatabaseTests(ServerFixture servers) : DatabaseContract
{
    protected override string Address => servers.Postgres.ConnectionString;
}
