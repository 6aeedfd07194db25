namespace MedHelm.Tests.Unit.Catalog.Formats;

/// <summary>Word documents and workbooks with as little in them as readers accept.</summary>
internal static class OfficeFiles
{
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Mime = "application/vnd.openxmlformats-officedocument.";

    /// <param name="body">WordprocessingML with prefix w, without the body element itself.</param>
    public static string Word(FormatFolder folder, string body) => folder.Zip(
        "data.docx",
        ("[Content_Types].xml", Types(("/word/document.xml", "wordprocessingml.document.main"))),
        ("_rels/.rels", Relations(("officeDocument", "word/document.xml"))),
        ("word/document.xml", $"""<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"""));

    /// <param name="rows">SpreadsheetML row elements. Style 1 is a day, style 2 a time with milliseconds.</param>
    public static string Workbook(FormatFolder folder, string rows) => folder.Zip(
        "data.xlsx",
        ("[Content_Types].xml", Types(("/xl/workbook.xml", "spreadsheetml.sheet.main"), ("/xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"), ("/xl/styles.xml", "spreadsheetml.styles"))),
        ("_rels/.rels", Relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels", Relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))),
        ("xl/workbook.xml", Sheet("workbook", $"""<sheets><sheet xmlns:r="{Office}" name="One" sheetId="1" r:id="r0"/></sheets>""")),
        ("xl/styles.xml", Sheet("styleSheet", """<numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy\-mm\-dd hh:mm:ss.000"/></numFmts><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs>""")),
        ("xl/worksheets/sheet1.xml", Sheet("worksheet", $"<sheetData>{rows}</sheetData>")));

    private static string Sheet(string root, string content) => $"""<{root} xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{content}</{root}>""";

    private static string Types(params (string Part, string Type)[] parts) =>
        $"""<Types xmlns="{Package}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"""
        + string.Concat(parts.Select(p => $"""<Override PartName="{p.Part}" ContentType="{Mime}{p.Type}+xml"/>""")) + "</Types>";

    private static string Relations(params (string Type, string Target)[] targets) =>
        $"""<Relationships xmlns="{Package}relationships">"""
        + string.Concat(targets.Select((t, i) => $"""<Relationship Id="r{i}" Type="{Office}/{t.Type}" Target="{t.Target}"/>""")) + "</Relationships>";
}
