using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The paragraphs of a Word document, outside of tables and text boxes, gathered into rows.</summary>
internal static class WordDocument
{
    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout)
    {
        var start = Pattern("start", layout.Start ?? throw new RowFormatException("format docx needs items.start, the pattern at which a row begins."));
        var end = layout.End is null ? null : Pattern("end", layout.End);
        using var stream = file.OpenSeekable();
        ZipCheck.Run(stream);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        using var content = (document.MainDocumentPart ?? throw new RowFormatException("it has no text; it is no Word document.")).GetStream(FileMode.Open, FileAccess.Read);
        using var xml = XmlInput.Open(content);
        WordRow? row = null;
        var number = 0;
        var index = 0;
        var open = false;
        while (Next(xml) is { } paragraph)
        {
            number++;
            if (start.IsMatch(paragraph.Text))
            {
                if (row is not null)
                    yield return row.ToRow(index++);
                row = new(paragraph, number);
                open = true;
            }
            else if (open && end?.IsMatch(paragraph.Text) == true)
            {
                open = false;
            }
            else if (open)
            {
                row!.Add(paragraph);
            }
        }

        yield return row?.ToRow(index) ?? throw new RowFormatException($"none of its {number} paragraphs matches items.start, {layout.Start}; check the pattern.");
    }

    /// <summary>The pattern, in linear time whatever the text.</summary>
    private static Regex Pattern(string key, string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new RowFormatException($"items.{key}, {pattern}, is no regular expression that can be used here: {e.Message}", e);
        }
    }

    private static WordParagraph? Next(XmlReader xml)
    {
        try
        {
            return WordParagraph.Next(xml);
        }
        catch (XmlException e)
        {
            throw XmlInput.Refusal(e);
        }
    }
}
