using MedHelm.Catalog.Datasets.Formats;
using MedHelm.Catalog.Definitions;

namespace MedHelm.Catalog.Imports;

/// <summary>What a definition must know of a CSV file.</summary>
/// <param name="Columns">In file order.</param>
/// <param name="WithoutAnswer">Rows whose correct_answer is empty.</param>
/// <param name="IdColumn">A column named "id" that is filled and unique; null when there is none.</param>
internal sealed record CsvSurvey(IReadOnlyList<string> Columns, int WithoutAnswer, string? IdColumn)
{
    public const string Answer = "correct_answer";

    public bool Has(string column) => Columns.Contains(column, StringComparer.Ordinal);

    /// <summary>Throws <see cref="RowFormatException"/> and what opening files throws.</summary>
    public static CsvSurvey Of(string path)
    {
        string[] columns = [];
        var idColumn = (string?)null;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var withoutAnswer = 0;
        foreach (var row in RowFiles.Read([new SourceFile(path)], new(DatasetFormat.Csv), _ => { }).Where(r => !r.IsBlank))
        {
            if (columns.Length == 0)
            {
                columns = [.. row.Fields.Keys];
                idColumn = columns.FirstOrDefault(c => c.Equals("id", StringComparison.OrdinalIgnoreCase));
            }

            if (idColumn is not null && (row.Fields[idColumn] is not string id || id.Trim().Length == 0 || id.Any(char.IsControl) || !ids.Add(id.Trim())))
                idColumn = null;
            if (row.Fields.TryGetValue(Answer, out var answer) && string.IsNullOrWhiteSpace(answer as string))
                withoutAnswer++;
        }

        return columns.Length > 0
            ? new(columns, withoutAnswer, idColumn)
            : throw new RowFormatException("it has no rows below the names of its columns.");
    }
}
