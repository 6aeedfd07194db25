using System.Globalization;
using MedHelm.Catalog.Definitions;
using MedHelm.Catalog.Templates;
using MedHelm.Contracts.Juries;

namespace MedHelm.Catalog.Datasets;

/// <summary>Makes instances of the rows of one file, by the mapping of the benchmark.</summary>
internal sealed class InstanceMapper(BenchmarkDefinition benchmark, DatasetFile dataFile, string path, int fileIndex, IReadOnlyDictionary<string, object?> texts)
{
    // At the two ends of a text put into another, a few tokens may come out otherwise.
    private const int SeamTokens = 8;

    private readonly RowMapping mapping = benchmark.Mapping;
    private readonly Dictionary<string, object?> file = Texts(dataFile.With, dataFile.Subset);
    private readonly List<(RowVariant Variant, Dictionary<string, object?> With)> variants =
        [.. benchmark.Mapping.Variants.Select(v => (v, Texts(v.With, v.Subset)))];

    /// <summary>Adds one instance for each variant of the row, or notes why there is none.</summary>
    public void Map(Row row, InstanceCollector instances)
    {
        if (row.IsBlank)
        {
            instances.Skip("the row is blank", Where(row));
            return;
        }

        foreach (var (variant, with) in variants)
        {
            var subset = variant.Subset.Length > 0 ? variant.Subset : dataFile.Subset;
            var given = new MappedRow(row, with, new(StringComparer.Ordinal)
            {
                ["index"] = row.Index,
                ["number"] = row.Number,
                ["file"] = fileIndex,
                ["pool"] = instances.Pool(subset),
            });
            if (mapping.Skip.FirstOrDefault(rule => Covers(rule, given)) is { } rule)
                instances.Skip(rule.Because, Where(row));
            else
                instances.Add(Instance(given, subset), Where(row));
        }
    }

    private DatasetInstance Instance(MappedRow given, string subset)
    {
        var id = Fill(given, "id", mapping.Id);
        if (id.Any(char.IsControl))
            throw Fault(given.Row, $"mapping.id, {mapping.Id.Text}, gives an id with a control character. Repair the row");
        var (input, cut) = Input(given);
        var extra = mapping.Extra.Select(e => (e.Name, Render(given, "extra." + e.Name, e.Template))).ToList();
        CheckCriteria(given, extra);
        return new(id, input, mapping.Options is null ? Reference(given) : Options(given, mapping.Options, mapping.Gold!))
        {
            Subset = subset,
            Cluster = Cluster(given),
            Extra = extra,
            Cut = cut,
        };
    }

    // Without criteria no juror could rate an answer.
    private void CheckCriteria(MappedRow given, List<(string Name, string Value)> extra)
    {
        if (benchmark.Rubric is { InstanceCriteria: { Length: > 0 } name } && InstanceCriteria.Read(extra.Find(e => e.Name == name).Value ?? "") is null)
            throw Fault(given.Row, $"mapping.extra.{name} is no JSON list of {{\"criterion\": text, \"points\": number}}, of 1 to {InstanceCriteria.Most} entries, none with 0 points and one above. Repair the row, or add a skip rule to the definition");
    }

    private string Cluster(MappedRow given)
    {
        var cluster = mapping.Cluster is { } template ? Render(given, "cluster", template) : "";
        return cluster.Any(char.IsControl)
            ? throw Fault(given.Row, $"mapping.cluster, {mapping.Cluster!.Text}, gives a name with a control character. Repair the row")
            : cluster;
    }

    private (string Input, TextCut? Cut) Input(MappedRow given)
    {
        if (mapping.LongText is not { } longText)
            return (Fill(given, "input", mapping.Input), null);
        var text = Render(given, "long_text.text", longText.Text);
        var tokens = Tokens.Count(text);
        var room = longText.MaxTokens - Tokens.Count(Fill(given, "input", mapping.Input, ("long_text", "")));
        if (tokens + SeamTokens <= room)
            return (Fill(given, "input", mapping.Input, ("long_text", text)), null);
        // Tokens may join differently at the seams, so a cut is tried again with a little less.
        for (var keep = Math.Min(tokens, room); keep >= 0;)
        {
            var kept = keep == tokens ? text : Tokens.Keep(text, keep, longText.KeepLast);
            var input = Fill(given, "input", mapping.Input, ("long_text", kept));
            var excess = Tokens.Count(input) - longText.MaxTokens;
            if (excess <= 0)
                return (input, keep == tokens ? null : new(tokens, Tokens.Count(kept), longText.KeepLast));
            keep -= excess;
        }

        throw Fault(given.Row, $"the input without its long text has more than {longText.MaxTokens} tokens already, and nothing else may be cut. Raise mapping.long_text.max_tokens");
    }

    private IReadOnlyList<DatasetReference> Reference(MappedRow given)
    {
        var text = mapping.ReferenceOptional ? Render(given, "reference", mapping.Reference!) : Fill(given, "reference", mapping.Reference!);
        return text.Length > 0 ? [new(text, true)] : [];
    }

    private IReadOnlyList<DatasetReference> Options(MappedRow given, OptionList list, GoldAnswer gold)
    {
        string[] options = list.Items is { } path
            ? [.. Items(given, path).Select(item => OneLine(Fill(given, "options.text", list.Each[0], ("item", item))))]
            : [.. list.Each.Select((template, i) => OneLine(Fill(given, $"options[{i}]", template)))];
        if (options.Length is < 2 or > OptionLetters.Most)
            throw Fault(given.Row, $"mapping.options gives {options.Length} options; a choice has 2 to {OptionLetters.Most}. Repair the row");
        // HELM compares texts, so that either of two equal options counts there.
        if (benchmark.Protocol != Protocols.MedHelm && options.CountBy(o => o, StringComparer.Ordinal).Any(o => o.Value > 1))
            throw Fault(given.Row, "mapping.options gives the same text for two options, so that an answer could not be told right from wrong. Repair the row");
        var right = FindGold(given, gold, options);
        return [.. options.Select((text, i) => new DatasetReference(text, i == right))];
    }

    private IEnumerable<object?> Items(MappedRow given, string path) =>
        RowPath.Find(given.Row.Fields, path["row.".Length..]) is IEnumerable<object?> items
            ? items
            : throw Fault(given.Row, $"mapping.options.each, {path}, is not a list. Compare the file with its upstream format");

    private int FindGold(MappedRow given, GoldAnswer gold, string[] options)
    {
        var text = gold.Optional ? Render(given, gold.Key, gold.Template) : Fill(given, gold.Key, gold.Template);
        var index = gold.Kind switch
        {
            GoldKind.Letter => OptionLetters.IndexOf(text),
            GoldKind.Text => Array.IndexOf(options, OneLine(text)),
            _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : -1,
        };
        if (index >= 0 && index < options.Length)
            return index;
        if (gold.Optional)
            return -1;
        var expected = gold.Kind switch
        {
            GoldKind.Letter => $"a letter from A to {OptionLetters.At(options.Length - 1)}",
            GoldKind.Text => "the text of an option",
            _ => $"a number from 1 to {options.Length}",
        };
        throw Fault(given.Row, $"mapping.{gold.Key}, {gold.Template.Text}, gives {RowWords.Quote(benchmark, text)}, which is not {expected}. Repair the row");
    }

    private bool Covers(SkipRule rule, MappedRow given)
    {
        if (rule.When is { } when)
            return Render(given, "skip.when", when).Length > 0;
        if (!RowPath.Has(given.Row.Fields, rule.Field!))
            throw Fault(given.Row, $"field \"{rule.Field}\", which a skip rule looks at, does not exist. {RowWords.Fields(benchmark, given.Row)}");
        return rule.Covers(RowPath.Text(given.Row.Fields, rule.Field!));
    }

    private string Fill(MappedRow given, string key, LiquidTemplate template, params ReadOnlySpan<(string Name, object? Value)> more) =>
        Render(given, key, template, more) is { Length: > 0 } text
            ? text
            : throw Fault(given.Row, $"mapping.{key}, {template.Text}, gives an empty text. Repair the row, or add a skip rule to the definition");

    private string Render(MappedRow given, string key, LiquidTemplate template, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        try
        {
            return template.Render(
                [("row", given.Row.Fields), ("position", given.Position), ("file", file), ("variant", given.Variant), ("texts", texts), .. more]);
        }
        catch (TemplateException e)
        {
            throw Fault(given.Row, $"mapping.{key} {e.Message}. {RowWords.Fields(benchmark, given.Row)}. Compare the file with its upstream format", e);
        }
    }

    // One line an option: whoever reads the prompt by lines finds all of it.
    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\r', '\n') ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text;

    private static Dictionary<string, object?> Texts(IReadOnlyDictionary<string, string> with, string subset)
    {
        var texts = with.ToDictionary(w => w.Key, object? (w) => w.Value, StringComparer.Ordinal);
        texts.TryAdd("subset", subset);
        return texts;
    }

    private string Where(Row row) => $"{path}, {row.Where}";

    private DatasetException Fault(Row row, string message, Exception? inner = null) =>
        new($"{benchmark.Id}: {Where(row)}: {message}.", inner is null ? null : RowWords.Cause(benchmark, inner));

    private sealed record MappedRow(Row Row, Dictionary<string, object?> Variant, Dictionary<string, object?> Position);
}
