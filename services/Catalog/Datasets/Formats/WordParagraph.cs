using System.Text;
using System.Xml;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The text of a paragraph, without white space around it, and the colours of its runs, upper-case RGB, each once.</summary>
internal sealed record WordParagraph(string Text, IReadOnlyList<string> Colours)
{
    /// <summary>The next paragraph of the document, or null.</summary>
    public static WordParagraph? Next(XmlReader xml)
    {
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "tbl" })
            {
                xml.Skip();
                continue;
            }

            if (xml is { NodeType: XmlNodeType.Element, LocalName: "p" })
            {
                var paragraph = Read(xml);
                xml.Read();
                return paragraph;
            }

            if (xml.Depth > XmlInput.MostDepth)
                throw new XmlException();
            xml.Read();
        }

        return null;
    }

    private static WordParagraph Read(XmlReader xml)
    {
        var text = new StringBuilder();
        var colours = new List<string>();
        var (depth, word) = (xml.Depth, xml.NamespaceURI);
        if (xml.IsEmptyElement)
            return new("", []);
        xml.Read();
        while (!(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.EOF || xml.Depth > depth + XmlInput.MostDepth)
                throw new XmlException();
            if (xml.NodeType != XmlNodeType.Element || Take(xml, word, text, colours))
                xml.Read();
        }

        return new(text.ToString().Trim(), colours);
    }

    /// <summary>False when the reader has moved on already.</summary>
    private static bool Take(XmlReader xml, string word, StringBuilder text, List<string> colours)
    {
        if (xml.NamespaceURI != word)
        {
            if (xml.LocalName != "Fallback")
                return true;
            xml.Skip();
            return false;
        }

        switch (xml.LocalName)
        {
            // Formats of the paragraph itself, former formats, what was deleted, and text that floats elsewhere.
            case "pPr" or "rPrChange" or "del" or "moveFrom" or "drawing" or "pict" or "object":
                xml.Skip();
                return false;
            case "t":
                text.Append(xml.ReadElementContentAsString());
                return false;
            case "tab" or "ptab":
                text.Append('\t');
                break;
            case "cr":
            case "br" when xml.GetAttribute("type", word) is null or "textWrapping":
                text.Append('\n');
                break;
            case "noBreakHyphen":
                text.Append('-');
                break;
            case "color" when xml.GetAttribute("val", word) is { Length: 6 } colour && !colours.Contains(colour.ToUpperInvariant(), StringComparer.Ordinal):
                colours.Add(colour.ToUpperInvariant());
                break;
        }

        return true;
    }
}
