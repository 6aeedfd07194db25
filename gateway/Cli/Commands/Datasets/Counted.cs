using System.Globalization;

namespace MedHelm.Cli.Commands.Datasets;

internal static class Counted
{
    /// <summary>"1 file", "2 files".</summary>
    public static string Files(int count) => count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{count} files");
}
