using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>
/// Refuses workbooks with cells beyond what a sheet can have (1,048,576 rows, columns to XFD): the library fills up
/// every row and cell before them.
/// </summary>
internal static class SheetCheck
{
    private const int MostRows = 1_048_576;
    private const int LongestColumn = 3;

    /// <summary>Leaves the stream at its start.</summary>
    public static void Run(Stream stream)
    {
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            foreach (var sheet in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase) && e.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
            {
                using var content = sheet.Open();
                using var xml = XmlInput.Open(content);
                Check(xml);
            }
        }

        stream.Position = 0;
    }

    private static void Check(XmlReader xml)
    {
        try
        {
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                var place = xml.LocalName switch { "row" or "c" => xml.GetAttribute("r"), "dimension" => xml.GetAttribute("ref"), _ => null };
                if (place is not null && place.Split(':').Any(IsBeyond))
                    throw new RowFormatException("it has a cell beyond the last row or column that a sheet can have; save it anew.");
            }
        }
        catch (XmlException e)
        {
            throw XmlInput.Refusal(e);
        }
    }

    private static bool IsBeyond(string place)
    {
        var letters = place.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        if (letters < 0)
            letters = place.Length;
        var digits = place.AsSpan(letters);
        return letters > LongestColumn || (letters == LongestColumn && string.CompareOrdinal(place, 0, "XFD", 0, LongestColumn) > 0)
            || (digits.Length > 0 && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var row) || row > MostRows));
    }
}
