namespace MedHelm.Evaluation.Catalog;

public enum DatasetFormat
{
    /// <summary>One JSON object a line.</summary>
    Jsonl,

    /// <summary>One JSON document with the rows somewhere inside.</summary>
    Json,

    /// <summary>The first sheet of a workbook; its first row names the columns.</summary>
    Xlsx,

    /// <summary>Comma-separated values (RFC 4180); the first record names the columns.</summary>
    Csv,
}
