using MedHelm.Catalog.Yaml;

namespace MedHelm.Catalog.Imports;

/// <summary>Turns MedHELM's prompt file into a template over the row.</summary>
internal static class PromptImport
{
    public static string Convert(string file, string text, CsvSurvey csv, ProblemList problems, List<string> warnings)
    {
        var template = new LiquidText();
        var absent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var piece in PythonFormat.Parse(file, text, problems))
        {
            if (!piece.IsField)
                template.Literal(piece.Text);
            else if (!csv.Has(piece.Text) && absent.Add(piece.Text))
                warnings.Add($"{file}:{piece.Line}: {{{piece.Text}}} is left empty, as by HELM: the dataset has no such column. It has: {string.Join(", ", csv.Columns)}.");
            else if (csv.Has(piece.Text) && LiquidText.Column(piece.Text) is { } column)
                template.Value(column);
            else if (csv.Has(piece.Text))
                problems.Add(file, piece.Line, $"names the column \"{piece.Text}\", which a template cannot name; rename it here and in the dataset.");
        }

        var converted = template.Finish();
        if (converted.Length == 0)
            problems.Add(file, 1, "gives an empty prompt.");
        return converted;
    }
}
