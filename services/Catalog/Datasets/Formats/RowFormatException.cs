namespace MedHelm.Catalog.Datasets.Formats;

/// <summary>A file breaks the rules of its format; says where and how, without the file's name.</summary>
internal sealed class RowFormatException : Exception
{
    public RowFormatException(string message)
        : base(message)
    {
    }

    public RowFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
