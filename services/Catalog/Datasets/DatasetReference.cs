namespace MedHelm.Catalog.Datasets;

/// <summary>A possible output; correct when it is gold.</summary>
public sealed record DatasetReference(string Text, bool Correct);
