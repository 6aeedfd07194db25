using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>
/// Runs a query that nobody trusts on a SQLite file that must not change. Four walls, each enough by itself against writing: the file is
/// opened read-only and immutable, query_only is set, an authorizer lets reading alone pass, and no database can be attached.
/// </summary>
public sealed class SqliteSandbox(SandboxLimits limits, TimeProvider clock)
{
    // The guard is asked between steps only, so a single row or call must not take much by itself: at most 250 values of this size, or
    // the square of it in comparisons.
    private const int LongestValue = 250_000;
    private const int MostColumns = 250;
    private const int LongestQuery = 100_000;

    // Harmless by themselves or not, nobody needs them for a question.
    private static readonly string[] Refused = ["load_extension", "fts3_tokenizer", "readfile", "writefile", "edit", "sqlite_log"];

    // SQLite counts memory for the whole process, so that two queries at a time could not be told apart.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>Runs exactly one query. Its text may be anything.</summary>
    public async Task<SandboxResult> QueryAsync(string file, string sql, CancellationToken cancel)
    {
        await Turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Query(file, sql, cancel), cancel);
        }
        finally
        {
            Turn.Release();
        }
    }

    private SandboxResult Query(string file, string sql, CancellationToken cancel)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Address(file) + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
        }
        catch (SqliteException e)
        {
            return None(SandboxStatus.NoDatabase, string.Create(CultureInfo.InvariantCulture, $"the file cannot be opened as a SQLite database (code {e.SqliteErrorCode})"));
        }
        var database = connection.Handle!;
        if (!HasTables(database)) return None(SandboxStatus.NoDatabase, "the file is not a SQLite database with tables");
        Confine(database);
        var guard = new SandboxGuard(limits, clock, cancel);
        raw.sqlite3_progress_handler(database, SandboxGuard.StepsBetweenChecks, _ => guard.MustStop() ? 1 : 0, null);
        var result = Run(database, sql, guard);
        cancel.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>The file as SQLite takes it with options; Uri would leave a "%41" of a name as it is.</summary>
    private static string Address(string file)
    {
        var parts = Path.GetFullPath(file).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Select(Uri.EscapeDataString);
        return "file:///" + string.Join('/', parts).TrimStart('/');
    }

    private static bool HasTables(sqlite3 database)
    {
        var found = raw.sqlite3_prepare_v2(database, "SELECT 1 FROM sqlite_schema WHERE type = 'table' LIMIT 1", out var statement) == raw.SQLITE_OK
            && raw.sqlite3_step(statement) == raw.SQLITE_ROW;
        statement?.Dispose();
        return found;
    }

    private static void Confine(sqlite3 database)
    {
        // In memory, where it is counted, and not in files beside the limits.
        raw.sqlite3_exec(database, "PRAGMA query_only = 1; PRAGMA temp_store = 2; PRAGMA cell_size_check = 1;");
        raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
        raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, out _);
        // As SQLite does elsewhere: a name in double quotes that names nothing is a text.
        raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_DQS_DML, 1, out _);
        raw.sqlite3_enable_load_extension(database, 0);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_LENGTH, LongestValue);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_SQL_LENGTH, LongestQuery * 4);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_COLUMN, MostColumns);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_EXPR_DEPTH, 200);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_COMPOUND_SELECT, 100);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_FUNCTION_ARG, 100);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_VDBE_OP, 250_000);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000);
        raw.sqlite3_limit(database, raw.SQLITE_LIMIT_WORKER_THREADS, 0);
        raw.sqlite3_set_authorizer(database, Permit, null);
    }

    private static int Permit(object data, int action, string first, string second, string schema, string trigger) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => raw.SQLITE_OK,
        raw.SQLITE_FUNCTION when !Refused.Contains(second, StringComparer.OrdinalIgnoreCase) => raw.SQLITE_OK,
        _ => raw.SQLITE_DENY,
    };

    private SandboxResult Run(sqlite3 database, string sql, SandboxGuard guard)
    {
        // Behind a NUL SQLite would see nothing, and with it no second statement.
        if (sql.Contains('\0', StringComparison.Ordinal)) return None(SandboxStatus.Failed, "it holds a NUL character");
        if (sql.Length > LongestQuery || CommonTables.AreTooMany(sql)) return None(SandboxStatus.LimitPassed, "it is too long or too deeply nested");
        var code = raw.sqlite3_prepare_v2(database, sql, out var statement, out var rest);
        using (statement)
        {
            if (code != raw.SQLITE_OK) return Problem(database, code, guard);
            if (statement is null || statement.IsInvalid) return None(SandboxStatus.Failed, "it is no statement");
            if (!IsBlank(database, rest)) return guard.Stopped ?? None(SandboxStatus.Failed, "it is more than one statement");
            if (raw.sqlite3_stmt_readonly(statement) == 0 || raw.sqlite3_column_count(statement) == 0) return None(SandboxStatus.Failed, "it is not a query");
            return Read(database, statement, guard);
        }
    }

    private SandboxResult Read(sqlite3 database, sqlite3_stmt statement, SandboxGuard guard)
    {
        var rows = new List<object?[]>();
        var size = 0L;
        int code;
        while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            if (rows.Count == limits.Rows) return None(SandboxStatus.LimitPassed, string.Create(CultureInfo.InvariantCulture, $"it gives more than {limits.Rows} rows"));
            var row = new object?[raw.sqlite3_column_count(statement)];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Value(statement, i);
                size += row[i] switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 1 };
                if (size > limits.ResultSize) return None(SandboxStatus.LimitPassed, "its rows are too large");
            }
            rows.Add(row);
        }
        return code == raw.SQLITE_DONE ? new(SandboxStatus.Rows, rows, "") : Problem(database, code, guard);
    }

    private static object? Value(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, column).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, column).ToArray(),
        _ => null,
    };

    /// <summary>Whether nothing but space, comments and semicolons follows.</summary>
    private static bool IsBlank(sqlite3 database, string rest)
    {
        while (rest.AsSpan().Trim(" \t\r\n\f;").Length > 0)
        {
            var code = raw.sqlite3_prepare_v2(database, rest, out var statement, out var next);
            using (statement)
                if (code != raw.SQLITE_OK || statement is { IsInvalid: false } || next.Length >= rest.Length) return false;
            rest = next;
        }
        return true;
    }

    private static SandboxResult Problem(sqlite3 database, int code, SandboxGuard guard)
    {
        var primary = code & 0xff;
        if (guard.Stopped is { } stopped) return stopped;
        if (primary is raw.SQLITE_INTERRUPT or raw.SQLITE_NOMEM) return None(SandboxStatus.Stopped, "there is too little memory");
        if (primary is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN)
            return None(SandboxStatus.NoDatabase, string.Create(CultureInfo.InvariantCulture, $"the database cannot be read (SQLite code {primary})"));
        if (primary == raw.SQLITE_TOOBIG) return None(SandboxStatus.LimitPassed, "it makes too large a value");
        if (primary == raw.SQLITE_AUTH) return None(SandboxStatus.Failed, "it does something else than reading");
        // Messages quote the query, and that may hold what is known of a patient.
        var message = raw.sqlite3_errmsg(database).utf8_to_string();
        string[] known = ["no such column", "no such table", "no such function", "ambiguous column name", "syntax error", "incomplete input", "misuse of aggregate"];
        return None(SandboxStatus.Failed, known.FirstOrDefault(kind => message.Contains(kind, StringComparison.Ordinal)) ?? string.Create(CultureInfo.InvariantCulture, $"SQLite code {primary}"));
    }

    private static SandboxResult None(SandboxStatus status, string problem) => new(status, [], problem);
}
