namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>Cuts SQL into texts, quoted names, comments, words, runs of blanks and single other characters. Joined again they are the SQL.</summary>
internal static class SqlTokens
{
    internal static IEnumerable<string> Of(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var end = End(sql, at);
            yield return sql[at..end];
            at = end;
        }
    }

    internal static bool IsWord(string token) => IsWordPart(token[0]) && !char.IsAsciiDigit(token[0]);

    /// <summary>Space or a comment.</summary>
    internal static bool IsBlank(string token) =>
        char.IsWhiteSpace(token[0]) || token.StartsWith("--", StringComparison.Ordinal) || token.StartsWith("/*", StringComparison.Ordinal);

    private static int End(string sql, int at)
    {
        var c = sql[at];
        if (c is '\'' or '"' or '`') return QuoteEnd(sql, at, c);
        if (c == '[') return After(sql, at + 1, "]");
        if (c == '-' && Next(sql, at) == '-') return After(sql, at + 2, "\n");
        if (c == '/' && Next(sql, at) == '*') return After(sql, at + 2, "*/");
        if (IsWordPart(c)) return Run(sql, at, IsWordPart);
        return char.IsWhiteSpace(c) ? Run(sql, at, char.IsWhiteSpace) : at + 1;
    }

    private static int QuoteEnd(string sql, int at, char quote)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (sql[i] != quote) continue;
            if (Next(sql, i) != quote) return i + 1;
            i++;
        }
        return sql.Length;
    }

    private static int After(string sql, int from, string end) =>
        sql.IndexOf(end, Math.Min(from, sql.Length), StringComparison.Ordinal) is var found and >= 0 ? found + end.Length : sql.Length;

    private static int Run(string sql, int at, Predicate<char> goesOn)
    {
        while (at < sql.Length && goesOn(sql[at])) at++;
        return at;
    }

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' || !char.IsAscii(c);
}
