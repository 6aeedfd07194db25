using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Scoring;

[Collection("servers")]
public sealed class PostgresScoreStoreTests(ServerFixture servers) : ScoreStoreContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
