using Spectre.Console;
using Spectre.Console.Rendering;

namespace MedHelm.Cli.Terminal;

/// <summary>Tells before a table is drawn whether it can be: one that is too wide loses columns and breaks words.</summary>
internal static class TableWidth
{
    private const int Unlimited = 100_000;

    public static bool Fits(this IAnsiConsole console, Table table) =>
        ((IRenderable)table).Measure(RenderOptions.Create(console, console.Profile.Capabilities), Unlimited).Max <= console.Profile.Width;

    /// <summary>Writes a table of figures in its full width: lines that the terminal breaks can still be read, columns that are left out cannot.</summary>
    public static void WriteWhole(this IAnsiConsole console, Table table)
    {
        var width = console.Profile.Width;
        console.Profile.Width = Math.Max(width, ((IRenderable)table).Measure(RenderOptions.Create(console, console.Profile.Capabilities), Unlimited).Max);
        console.Write(table);
        console.Profile.Width = width;
    }
}
