namespace MedHelm.Catalog.Imports;

/// <summary>A piece of a Python format string: literal text, or the name of a field. Lines count from 1.</summary>
internal sealed record FormatPiece(string Text, bool IsField, int Line);
