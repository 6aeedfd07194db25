using System.Data.Common;
using Npgsql;

namespace MedHelm.Judging.Storage;

/// <summary>
/// "Is one of these" for a list parameter: Dapper spells a list out as parameters for SQLite, but hands it to PostgreSQL as one array, where IN
/// is a syntax error. The list must be an array.
/// </summary>
internal static class AnyOf
{
    public static string Parameter(DbConnection connection, string name) => connection is NpgsqlConnection ? $"= ANY(@{name})" : $"IN @{name}";
}
