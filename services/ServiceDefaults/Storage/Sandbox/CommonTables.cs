using System.Text.RegularExpressions;

namespace MedHelm.ServiceDefaults.Storage.Sandbox;

/// <summary>
/// Counts how often SQLite would write out the common table expressions of a query. It writes one out at every mention, inside others
/// too, before it can be stopped: eighteen lines that each mention the one before twice keep it busy for minutes. The count is never too low.
/// </summary>
internal sealed class CommonTables
{
    private const int MostTables = 200;
    private const int MostWrittenOut = 300;

    private static readonly Regex Token = new(
        """'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*(?:[^*]|\*+[^*/])*\*+/|[A-Za-z0-9_$\u0080-\uffff]+|[()]""",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly List<string> tokens;
    private readonly int[] closing;
    private readonly Dictionary<string, List<Range>> bodies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool[] isDefinition;
    private int tables;

    private CommonTables(string sql)
    {
        tokens = [.. Token.Matches(sql).Select(match => match.Value).Where(token => !token.StartsWith("--", StringComparison.Ordinal) && !token.StartsWith("/*", StringComparison.Ordinal)).Select(Bare)];
        closing = Closing(tokens);
        isDefinition = new bool[tokens.Count];
        for (var i = 0; i < tokens.Count; i++) FindBody(i);
    }

    internal static bool AreTooMany(string sql)
    {
        if (!sql.Contains("with", StringComparison.OrdinalIgnoreCase)) return false;
        var found = new CommonTables(sql);
        return found.tables > MostTables || found.Outside() > MostWrittenOut;
    }

    /// <summary>The mentions outside all definitions, with all that they bring.</summary>
    private long Outside()
    {
        var inside = new bool[tokens.Count];
        foreach (var body in bodies.Values.SelectMany(ranges => ranges)) Array.Fill(inside, true, body.Start.Value, body.End.Value - body.Start.Value);
        var sum = 0L;
        for (var i = 0; i < tokens.Count && sum <= MostWrittenOut; i++)
            if (!inside[i] && !isDefinition[i]) sum += Count(tokens[i]);
        return sum;
    }

    private long Count(string name)
    {
        if (!bodies.TryGetValue(name, out var ranges)) return 0;
        if (counts.TryGetValue(name, out var known)) return known;
        // A table that mentions itself is not written out again for that.
        counts[name] = 0;
        var sum = 0L;
        foreach (var range in ranges)
        {
            sum++;
            for (var i = range.Start.Value; i < range.End.Value && sum <= MostWrittenOut; i++)
                if (!isDefinition[i]) sum += Count(tokens[i]);
        }
        return counts[name] = sum;
    }

    /// <summary>name [(columns)] AS [NOT] [MATERIALIZED] (body)</summary>
    private void FindBody(int at)
    {
        if (tokens[at] is "(" or ")") return;
        var next = at + 1;
        if (next < tokens.Count && tokens[next] == "(") next = closing[next] + 1;
        if (!Is(next, "as")) return;
        next++;
        if (Is(next, "not")) next++;
        if (Is(next, "materialized")) next++;
        if (next >= tokens.Count || tokens[next] != "(") return;
        if (!bodies.TryGetValue(tokens[at], out var ranges)) bodies[tokens[at]] = ranges = [];
        if (++tables <= MostTables) ranges.Add(new(next + 1, closing[next]));
        isDefinition[at] = true;
    }

    private bool Is(int at, string word) => at < tokens.Count && tokens[at].Equals(word, StringComparison.OrdinalIgnoreCase);

    // A name may stand in any quotes, even in those of texts.
    private static string Bare(string token) => token[0] is '\'' or '"' or '`' or '[' ? token[1..^1] is "(" or ")" ? "" : token[1..^1] : token;

    private static int[] Closing(List<string> tokens)
    {
        var ends = new int[tokens.Count];
        Array.Fill(ends, tokens.Count);
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] == "(") open.Push(i);
            else if (tokens[i] == ")" && open.TryPop(out var start)) ends[start] = i;
        }
        return ends;
    }
}
