using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Judging;

[Collection("servers")]
public sealed class PostgresVerdictStoreTests(ServerFixture servers) : VerdictStoreContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
