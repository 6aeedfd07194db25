using System.Data.Common;
using Npgsql;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>
/// The database's own clock. What replicas must agree on, such as the end of a lease, is measured with it, because their
/// own clocks may differ.
/// </summary>
public static class DatabaseClock
{
    /// <summary>An SQL expression: milliseconds since 1970, UTC.</summary>
    public static string NowMs(DbConnection connection) => connection is NpgsqlConnection
        ? "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
        : "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
}
