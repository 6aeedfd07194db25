namespace MedHelm.Catalog.Acquisition;

/// <summary>An archive is not what it should be: damaged, dishonest, or without the right files. Unpacking it again gives the same.</summary>
internal sealed class BadArchiveException(string message, Exception? inner = null) : Exception(message, inner);
