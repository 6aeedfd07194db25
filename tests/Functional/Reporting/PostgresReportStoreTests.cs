using MedHelm.Testing.Servers;
using Xunit;

namespace MedHelm.Tests.Functional.Reporting;

[Collection("servers")]
public sealed class PostgresReportStoreTests(ServerFixture servers) : ReportStoreContract
{
    protected override string Storage => servers.Postgres.ConnectionString;
}
