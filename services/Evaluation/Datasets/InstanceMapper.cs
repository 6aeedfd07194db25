using MedHelm.Contracts.Inference.V1;
using MedHelm.Evaluation.Catalog;
using MedHelm.Evaluation.Catalog.Templates;

namespace MedHelm.Evaluation.Datasets;

/// <summary>Makes instances of the rows of one file, by the mapping of the benchmark.</summary>
internal sealed class InstanceMapper(BenchmarkDefinition benchmark, string file, int fileIndex)
{
    private const int LongestQuote = 40;

    private readonly RowMapping mapping = benchmark.Mapping;

    /// <summary>Null when a stated rule skips the row.</summary>
    public DatasetInstance? Map(Row row)
    {
        if (row.IsBlank || mapping.Skip.Any(rule => rule.Covers(SkipField(row, rule))))
            return null;
        var position = new Dictionary<string, object>(StringComparer.Ordinal) { ["index"] = row.Index, ["number"] = row.Number, ["file"] = fileIndex };
        var id = Fill(row, position, "id", mapping.Id);
        if (id.Any(char.IsControl))
            throw Fault(row, $"mapping.id, {mapping.Id.Text}, gives an id with a control character. Repair the row");
        var input = Fill(row, position, "input", mapping.Input);
        if (mapping.Reference is { } reference)
            return new(id, input, [new(Fill(row, position, "reference", reference), true)]);
        var options = new string[mapping.Options.Count];
        for (var i = 0; i < options.Length; i++)
            options[i] = OneLine(Fill(row, position, $"options[{i}]", mapping.Options[i]));
        var gold = FindGold(row, Fill(row, position, mapping.Gold!.Key, mapping.Gold.Template), options);
        return new(id, input, [.. options.Select((text, i) => new DatasetReference(text, i == gold))]);
    }

    private string Fill(Row row, Dictionary<string, object> position, string key, LiquidTemplate template)
    {
        string text;
        try
        {
            text = template.Render(("row", row.Fields), ("position", position));
        }
        catch (TemplateException e)
        {
            throw Fault(row, $"mapping.{key} {e.Message}. The row has: {string.Join(", ", row.Fields.Keys)}. Compare the file with its upstream format", e);
        }

        return text.Length > 0 ? text : throw Fault(row, $"mapping.{key}, {template.Text}, gives an empty text. Repair the row, or add a skip rule to the definition");
    }

    private string? SkipField(Row row, SkipRule rule) => row.Fields.TryGetValue(rule.Field, out var value)
        ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
        : throw Fault(row, $"field \"{rule.Field}\", which a skip rule looks at, does not exist. The row has: {string.Join(", ", row.Fields.Keys)}");

    private int FindGold(Row row, string gold, string[] options)
    {
        var repeated = options.CountBy(o => o, StringComparer.Ordinal).Any(o => o.Value > 1);
        if (repeated)
            throw Fault(row, "mapping.options gives the same text for two options, so that an answer could not be told right from wrong. Repair the row");
        var index = mapping.Gold!.ByLetter ? OptionLetters.IndexOf(gold) : Array.IndexOf(options, gold);
        if (index >= 0 && index < options.Length)
            return index;
        var expected = mapping.Gold.ByLetter ? $"a letter from A to {OptionLetters.At(options.Length - 1)}" : "the text of an option";
        throw Fault(row, $"mapping.{mapping.Gold.Key}, {mapping.Gold.Template.Text}, gives {Quote(gold)}, which is not {expected}. Repair the row");
    }

    // One line an option: whoever reads the prompt by lines finds all of it.
    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\r', '\n') ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text;

    // Text of gated and private rows must not reach logs through an error message.
    private string Quote(string text) => benchmark.DataTier != DataTier.Public ? "a value"
        : $"\"{(text.Length > LongestQuote ? text[..LongestQuote] + "..." : text)}\"";

    private DatasetException Fault(Row row, string message, Exception? inner = null)
    {
        var text = $"{benchmark.Id}: {file}, {row.Where}: {message}.";
        return inner is null ? new(text) : new(text, inner);
    }
}
