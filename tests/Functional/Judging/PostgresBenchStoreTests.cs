using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Judging;

[Collection("servers")]
public sealed class PostgresBenchStoreTests(ServerFixture servers) : BenchStoreContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
