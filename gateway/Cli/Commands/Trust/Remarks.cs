using Spectre.Console;

namespace MedHelm.Cli.Commands.Trust;

/// <summary>What is to be said of figures, under their table: a column of sentences would make it too wide for most terminals. What several have in common is said once.</summary>
internal sealed class Remarks
{
    private readonly List<(string Subject, string Remark)> said = [];

    /// <summary>Keeps a remark; an empty one says nothing.</summary>
    public void Add(string subject, string remark)
    {
        if (remark.Length > 0) said.Add((subject.Trim(), remark));
    }

    /// <summary>One line for each different remark, in the order in which they came.</summary>
    public void Write(IAnsiConsole output)
    {
        foreach (var same in said.GroupBy(entry => entry.Remark, StringComparer.Ordinal))
            output.WriteLine($"{string.Join("; ", same.Select(entry => entry.Subject).Distinct(StringComparer.Ordinal))}: {same.Key}");
    }
}
