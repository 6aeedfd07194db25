using System.Text;
using System.Xml;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>The elements of one name in an XML document, or the whole document, as rows.</summary>
internal sealed class XmlElements(XmlReader xml, RowLayout layout, string name)
{
    private const string OwnText = "text";

    private readonly HashSet<string> lists = new(layout.Lists, StringComparer.Ordinal);

    public static IEnumerable<Row> Read(SourceFile file, RowLayout layout)
    {
        // UTF-8 and UTF-16 are found out by the XML reader, and what the document declares counts.
        using var text = layout.Encoding is "utf-8" or "utf-16" ? null : TextInput.Open(file, layout);
        using var bytes = text is null ? file.Open() : null;
        using var xml = text is null ? XmlInput.Open(bytes!) : XmlInput.Open(text);
        var elements = new XmlElements(xml, layout, Path.GetFileNameWithoutExtension(file.Name));
        for (var index = 0; elements.Next() is { } fields; index++)
            yield return new(fields, index, index + 1, "element");
    }

    private Dictionary<string, object?>? Next()
    {
        try
        {
            while (xml.Read())
            {
                if (xml.Depth > XmlInput.MostDepth)
                    throw TooDeep();
                if (xml.NodeType == XmlNodeType.Element && (layout.At is null || xml.LocalName == layout.At))
                    return Row();
            }

            return null;
        }
        catch (XmlException e)
        {
            throw XmlInput.Refusal(e);
        }
    }

    private static RowFormatException TooDeep() => new($"its elements lie more than {XmlInput.MostDepth} deep in each other; that is no data set.");

    private Dictionary<string, object?> Row()
    {
        var row = Element() switch
        {
            Dictionary<string, object?> fields => fields,
            var text => new(StringComparer.Ordinal) { [OwnText] = text },
        };
        row.TryAdd("name", name);
        return row;
    }

    /// <summary>Reads the element the reader stands on, up to its end.</summary>
    private object Element()
    {
        if (xml.Depth > XmlInput.MostDepth)
            throw TooDeep();
        var (element, depth, empty) = (xml.LocalName, xml.Depth, xml.IsEmptyElement);
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.Prefix != "xmlns" && xml.Name != "xmlns")
                fields[xml.LocalName] = xml.Value;
        }

        var children = new HashSet<string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        while (!empty && xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType == XmlNodeType.Element)
                Child(element, fields, children);
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                text.Append(xml.Value);
        }

        if (fields.Count == 0)
            return text.ToString();
        var own = text.ToString();
        if ((children.Count == 0 || !string.IsNullOrWhiteSpace(own)) && !fields.TryAdd(OwnText, own) && !string.IsNullOrWhiteSpace(own))
            throw Twice(element, OwnText);
        return fields;
    }

    private void Child(string parent, Dictionary<string, object?> fields, HashSet<string> children)
    {
        var child = xml.LocalName;
        if (layout.At is not null && child == layout.At)
            throw new RowFormatException($"<{child}> lies inside another <{child}>; rows cannot hold rows.");
        var value = Element();
        if (children.Add(child))
        {
            if (!fields.TryAdd(child, lists.Contains(child) ? new List<object?> { value } : value))
                throw Twice(parent, child);
        }
        else if (fields[child] is List<object?> values)
        {
            values.Add(value);
        }
        else
        {
            fields[child] = new List<object?> { fields[child], value };
        }
    }

    private RowFormatException Twice(string element, string field)
    {
        var line = (xml as IXmlLineInfo)?.LineNumber ?? 0;
        return new($"<{element}> (ends at line {line}) has two things that would be field \"{field}\": an attribute, a child element or its text; such a document cannot be read.");
    }
}
