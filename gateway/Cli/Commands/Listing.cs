using Spectre.Console;

namespace MedHelm.Cli.Commands;

/// <summary>Plain tables for lists; the text in them is never read as markup.</summary>
internal static class Listing
{
    /// <summary>Only the last column may be broken into lines.</summary>
    public static Table Table(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = true });
        table.Columns[^1].NoWrap = false;
        return table;
    }

    public static void Row(this Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(c)));
}
