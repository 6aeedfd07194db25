using System.Text;

namespace MedHelm.Scoring.Metrics.EhrSql;

/// <summary>
/// Sets a query's clock to 2105-12-31 23:59:00, when EHRSQL's questions are asked (Lee et al., 2022): current_time and
/// current_timestamp are that time in full, current_date its day, and 'now', said or left out, in a date function that time. Texts, comments,
/// quoted names and columns of a table keep theirs. The host's time zone plays no part. Formats of strftime get back the capitals of %Y and %J.
/// </summary>
internal static class FixedClock
{
    internal const string Now = "'2105-12-31 23:59:00'";
    private const string Today = "'2105-12-31'";
    private const string NoShift = "'+0 days'";

    private static readonly string[] Functions = ["date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff"];

    internal static string Set(string sql)
    {
        var set = new StringBuilder(sql.Length + 32);
        var calls = new Stack<DateCall>();
        var (word, previous) = ("", "");
        foreach (var token in SqlTokens.Of(sql))
        {
            var text = token;
            if (token == ")" && calls.TryPop(out var call)) text = call.Omission + token;
            else if (calls.TryPeek(out var inside)) text = inside.Take(token);
            if (token == "(") calls.Push(new(Functions.Contains(word, StringComparer.OrdinalIgnoreCase) ? word : ""));
            if (SqlTokens.IsWord(token) && previous != ".") text = Keyword(token) ?? text;
            set.Append(text);
            if (SqlTokens.IsBlank(token)) continue;
            word = SqlTokens.IsWord(token) ? token : "";
            previous = token;
        }
        return set.ToString();
    }

    private static string? Keyword(string word) => word.ToLowerInvariant() switch
    {
        "current_time" or "current_timestamp" => Now,
        "current_date" => Today,
        _ => null,
    };

    /// <summary>A call under way: of a date function, or a bracket of any other kind.</summary>
    private sealed class DateCall(string function)
    {
        private int tokens;
        private int commas;

        /// <summary>What a date function needs before its closing bracket because it was called without a time.</summary>
        internal string Omission => function.Length == 0 ? ""
            : tokens == 0 ? Now
            : commas == 0 && function.Equals("strftime", StringComparison.OrdinalIgnoreCase) ? ", " + Now
            : "";

        internal string Take(string token)
        {
            if (SqlTokens.IsBlank(token)) return token;
            tokens++;
            if (token == ",") commas++;
            if (function.Length == 0 || token.Length < 2 || token[0] is not ('\'' or '"')) return token;
            return token[1..^1].ToLowerInvariant() switch
            {
                "now" => Now,
                "localtime" or "utc" => NoShift,
                _ => commas == 0 && function.Equals("strftime", StringComparison.OrdinalIgnoreCase) ? UpperCaseFields(token) : token,
            };
        }

        // The benchmark's queries were put in lower case, formats of dates too; SQLite knows no %y, and %j counts days where %J gives a date.
        private static string UpperCaseFields(string format) =>
            format.Replace("%y", "%Y", StringComparison.Ordinal).Replace("%j", "%J", StringComparison.Ordinal);
    }
}
