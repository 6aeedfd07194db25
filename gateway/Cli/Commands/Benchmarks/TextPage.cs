using System.Text;

namespace MedHelm.Cli.Commands.Benchmarks;

/// <summary>Text for people that is not to be wrapped: prompts are shown as they are.</summary>
internal sealed class TextPage
{
    private const int LabelWidth = 11;
    private readonly StringBuilder text = new();

    public void Line(string line = "") => text.Append(line).Append('\n');

    /// <summary>Nothing where the value is empty.</summary>
    public void Field(string label, string value)
    {
        if (value.Length > 0)
            Line($"{label.PadRight(LabelWidth)} {value}");
    }

    public void Heading(string heading)
    {
        Line();
        Line(heading);
    }

    /// <summary>Text of any length, between rules, as it is.</summary>
    public void Block(string block)
    {
        var rule = new string('-', 80);
        Line(rule);
        Line(block);
        Line(rule);
    }

    public override string ToString() => text.ToString();
}
