namespace MedHelm.Catalog.Datasets;

/// <summary>Data cannot be used. The message says which file and row, what is wrong there and what to do.</summary>
public sealed class DatasetException : Exception
{
    public DatasetException(string message)
        : base(message)
    {
    }

    public DatasetException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
