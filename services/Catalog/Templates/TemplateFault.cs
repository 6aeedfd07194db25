namespace MedHelm.Catalog.Templates;

/// <summary>What is wrong with a template, and on which of its lines, from 0.</summary>
internal sealed record TemplateFault(int LineOffset, string Message)
{
    // The library names what it stumbled over in quotes, but not where; the first occurrence tells the line.
    public static TemplateFault Locate(string text, string message)
    {
        var quoted = message.Split('\'') is [_, { Length: > 0 } name, ..] ? text.IndexOf(name, StringComparison.Ordinal) : -1;
        return new(quoted < 0 ? 0 : text.AsSpan(0, quoted).Count('\n'), $"is not a valid template: {message}.");
    }
}
