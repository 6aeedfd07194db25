using System.Data.Common;
using Npgsql;

namespace MedHelm.ServiceDefaults.Storage;

/// <summary>
/// "Is one of these" for a list parameter: Dapper spells a list out as parameters for SQLite, but hands it to PostgreSQL as one array, where IN
/// is a syntax error. The list must be an array.
/// </summary>
public static class AnyOf
{
    /// <summary>The condition on the parameter of that name, to stand after a column.</summary>
    public static string Parameter(DbConnection connection, string name) => connection is NpgsqlConnection ? $"= ANY(@{name})" : $"IN @{name}";
}
