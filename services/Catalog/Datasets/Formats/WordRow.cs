namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>A row of a Word document while its paragraphs come in.</summary>
internal sealed class WordRow(WordParagraph heading, int number)
{
    private readonly List<string> body = [];
    private readonly List<object?> colours = [];

    public void Add(WordParagraph paragraph)
    {
        body.Add(paragraph.Text);
        colours.AddRange(paragraph.Colours.Where(c => !colours.Contains(c)));
    }

    public Row ToRow(int index) => new(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["heading"] = heading.Text,
            ["heading_colours"] = heading.Colours.Select(object? (c) => c).ToList(),
            ["body"] = string.Join('\n', body),
            ["colours"] = colours,
        },
        index,
        number,
        "paragraph");
}
