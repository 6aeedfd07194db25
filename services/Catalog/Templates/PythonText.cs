using System.Collections;
using System.Globalization;
using System.Text;

namespace MedHelm.Catalog.Templates;

/// <summary>Values as Python 3 prints them with repr().</summary>
internal static class PythonText
{
    public static string Repr(object? value) => value switch
    {
        null => "None",
        true => "True",
        false => "False",
        string text => Quote(text),
        IReadOnlyDictionary<string, object?> map => "{" + string.Join(", ", map.Select(m => $"{Quote(m.Key)}: {Repr(m.Value)}")) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Repr)) + "]",
        double number => number == Math.Floor(number) && Math.Abs(number) < 1e16 ? number.ToString("0.0", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // Single quotation marks, unless the text holds one and no double one.
    private static string Quote(string text)
    {
        var mark = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder(text.Length + 2).Append(mark);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                var c when c == mark => quoted.Append('\\').Append(mark),
                var c when IsPrintable(rune) => quoted.Append(rune.ToString()),
                < 0x100 and var c => quoted.Append(CultureInfo.InvariantCulture, $"\\x{c:x2}"),
                < 0x10000 and var c => quoted.Append(CultureInfo.InvariantCulture, $"\\u{c:x4}"),
                var c => quoted.Append(CultureInfo.InvariantCulture, $"\\U{c:x8}"),
            };
        }

        return quoted.Append(mark).ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
