using System.Globalization;

namespace MedHelm.Cli.Commands.Datasets;

/// <summary>Shows numbers of bytes briefly: "812 B", "4.1 kB", "12.3 MB".</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["kB", "MB", "GB", "TB"];

    public static string Format(double bytes)
    {
        if (bytes < 1000)
            return string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B");
        var unit = -1;
        for (; bytes >= 999.95 && unit < Units.Length - 1; unit++)
            bytes /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.0} {Units[unit]}");
    }
}
