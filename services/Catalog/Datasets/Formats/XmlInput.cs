using System.Globalization;
using System.Text;
using System.Xml;

namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>XML from strangers: no document types, nothing fetched from elsewhere, bounded size.</summary>
internal static class XmlInput
{
    /// <summary>How deep elements may lie in each other.</summary>
    public const int MostDepth = 100;

    private const long MostCharacters = 1L << 28;

    // Documents may declare Windows code pages.
    static XmlInput() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static XmlReader Open(Stream stream) => XmlReader.Create(stream, Settings());

    public static XmlReader Open(TextReader text) => XmlReader.Create(text, Settings());

    public static RowFormatException Refusal(XmlException e) =>
        new(string.Create(CultureInfo.InvariantCulture, $"it is not XML that can be read (line {e.LineNumber}, position {e.LinePosition}): it is damaged, has a document type declaration or more than {MostCharacters >> 20} million characters; get it again."), e);

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };
}
