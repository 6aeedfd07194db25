using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Judging;

[Collection("servers")]
public sealed class PostgresReviewStoreTests(ServerFixture servers) : ReviewStoreContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
