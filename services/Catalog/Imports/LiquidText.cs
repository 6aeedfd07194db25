using System.Text;
using MedHelm.Catalog.Templates;

namespace MedHelm.Catalog.Imports;

/// <summary>Writes Liquid templates out of texts and values, so that what is text stays text.</summary>
internal sealed class LiquidText
{
    private const string Brace = "{{ \"{\" }}";
    private readonly StringBuilder template = new();
    private string pending = "";

    public LiquidText Literal(string text)
    {
        pending += text;
        return this;
    }

    /// <summary>The value of a variable, such as "question" or <see cref="Column"/>.</summary>
    public LiquidText Value(string expression)
    {
        Flush('{');
        template.Append("{{ ").Append(expression).Append(" }}");
        return this;
    }

    public string Finish()
    {
        Flush('\0');
        return template.ToString().Trim();
    }

    /// <summary>The expression for a column of the row; null when no template can name the column.</summary>
    public static string? Column(string name)
    {
        string[] ways = IsWord(name) ? [$"row.{name}"] : [$"row[\"{name}\"]", $"row['{name}']"];
        return ways.FirstOrDefault(way => Names(way, name));
    }

    // The library reads names in brackets by patterns of its own, so each is tried.
    private static bool Names(string expression, string column)
    {
        const string Value = "value";
        try
        {
            var row = new Dictionary<string, object?>(StringComparer.Ordinal) { [column] = Value };
            return LiquidTemplate.Parse("{{ " + expression + " }}").Render(("row", row)) == Value;
        }
        catch (TemplateException)
        {
            return false;
        }
    }

    private static bool IsWord(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    // "{{" and "{%" would begin an expression, also where a single brace stands before one.
    private void Flush(char next)
    {
        for (var i = 0; i < pending.Length; i++)
        {
            var following = i + 1 < pending.Length ? pending[i + 1] : next;
            if (pending[i] == '{' && following is '{' or '%')
                template.Append(Brace);
            else
                template.Append(pending[i]);
        }

        pending = "";
    }
}
