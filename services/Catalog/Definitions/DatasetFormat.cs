namespace MedHelm.Catalog.Definitions;

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

    /// <summary>As CSV, with tabs between the values.</summary>
    Tsv,

    /// <summary>Elements of one name, or the whole document.</summary>
    Xml,

    /// <summary>A Word document whose rows begin at certain paragraphs.</summary>
    Docx,

    /// <summary>One row: the whole file.</summary>
    Text,

    /// <summary>Files side by side, one column a file and one row a line.</summary>
    Lines,

    /// <summary>The result of a query over a SQLite database.</summary>
    Sqlite,

    Parquet,

    /// <summary>An Arrow file (Feather V2) or IPC stream.</summary>
    Arrow,
}
