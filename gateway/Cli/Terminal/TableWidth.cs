using Spectre.Console;
using Spectre.Console.Rendering;

namespace MedHelm.Cli.Terminal;

/// <summary>Tells before a table is drawn whether it can be: one that is too wide loses columns and breaks words.</summary>
internal static class TableWidth
{
    private const int Unlimited = 100_000;

    public static bool Fits(this IAnsiConsole console, Table table) =>
        ((IRenderable)table).Measure(RenderOptions.Create(console, console.Profile.Capabilities), Unlimited).Max <= console.Profile.Width;
}
