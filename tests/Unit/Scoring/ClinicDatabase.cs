using Microsoft.Data.Sqlite;

namespace MedHelm.Tests.Unit.Scoring;

/// <summary>A small SQLite file of three made-up patients, one of them without a name.</summary>
internal static class ClinicDatabase
{
    public static byte[] Bytes()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText =
                    """
                    CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT, weight REAL, admitted TEXT);
                    INSERT INTO patient VALUES (1, 'Ada', 60.5, '2105-12-30 10:00:00'), (2, 'Bo', 80, '2104-03-01 08:00:00'), (3, NULL, NULL, '2105-12-31 22:00:00');
                    """;
                command.ExecuteNonQuery();
            }
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
